namespace Murmuration.Simulation.Tests.Docs;

/// <summary>A Markdown page and its blocks of shell commands.</summary>
internal sealed class DocPage
{
    private static readonly string[] OtherNamesOfShell = ["bash", "shell", "console", "zsh", "shell-session"];

    private DocPage(string name, IReadOnlyList<DocBlock> blocks, IReadOnlyList<string> problems) =>
        (Name, Blocks, Problems) = (name, blocks, problems);

    /// <summary>Path relative to the repository.</summary>
    public string Name { get; }

    /// <summary>Its shell blocks, in order.</summary>
    public IReadOnlyList<DocBlock> Blocks { get; }

    /// <summary>Fences that do not say what is in them, and markers that mean nothing.</summary>
    public IReadOnlyList<string> Problems { get; }

    /// <summary>All pages of the repository.</summary>
    public static IEnumerable<string> AllIn(string root) =>
        new[] { Path.Combine(root, "README.md") }
            .Concat(Directory.EnumerateFiles(Path.Combine(root, "docs"), "*.md", SearchOption.AllDirectories))
            .Select(path => Path.GetRelativePath(root, path))
            .Order(StringComparer.Ordinal);

    /// <summary>Reads a page.</summary>
    public static DocPage Read(string root, string name) => Parse(name, File.ReadLines(Path.Combine(root, name)));

    /// <summary>Reads the lines of a page.</summary>
    public static DocPage Parse(string name, IEnumerable<string> lines)
    {
        var (blocks, problems) = (new List<DocBlock>(), new List<string>());
        string? fence = null;
        var (begin, info, text) = (0, "", new List<string>());
        foreach (var (index, line) in lines.Index())
        {
            var trimmed = line.TrimStart();
            if (fence is null && trimmed.StartsWith("```", StringComparison.Ordinal))
            {
                fence = new string('`', trimmed.TakeWhile(letter => letter == '`').Count());
                (begin, info, text) = (index + 1, trimmed[fence.Length..].Trim(), []);
            }
            else if (fence is not null && trimmed.TrimEnd() == fence)
            {
                Add(new DocBlock(name, begin, info.Split(' ').Skip(1).ToList(), string.Join('\n', text)));
                fence = null;
            }
            else if (fence is not null)
            {
                text.Add(line);
            }
        }

        return new(name, blocks, problems);

        void Add(DocBlock block)
        {
            var language = info.Split(' ')[0];
            if (language.Length == 0)
            {
                problems.Add($"{block.Place}: say what is in the block: ```sh, ```json, ```text …");
            }
            else if (OtherNamesOfShell.Contains(language))
            {
                problems.Add($"{block.Place}: write ```sh for commands, not ```{language}");
            }
            else if (language == "sh")
            {
                problems.AddRange(block.Markers.Where(marker => !DocMarkers.IsKnown(marker))
                    .Select(marker => $"{block.Place}: the marker '{marker}' means nothing"));
                blocks.Add(block);
            }
        }
    }
}
