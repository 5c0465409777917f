using System.Text.RegularExpressions;
using System.Xml.Linq;
using Murmuration.Agent.Reports.Drawing;
using Murmuration.Agent.Reports.Pages;
using Murmuration.Agent.Reports.Runs;

namespace Murmuration.Agent.Reports.Sections;

/// <summary>What the run was made from: versions, machines, the run file and the topology file as they were
/// used.</summary>
internal static partial class SetupSection
{
    private const int LongestFile = 50_000;
    private const int MostOrigins = 20;

    /// <summary>The section, or null where nothing has been noted.</summary>
    public static XElement? Draw(RunOverview run, RunFolder folder)
    {
        var (runFile, topologyFile) = (folder.Read(RunFolder.RunFileName), folder.Read(RunFolder.TopologyFileName));
        return run.Origins.Count == 0 && runFile is null && topologyFile is null
            ? null
            : Html.Section(
                "setup",
                "Made from",
                run.Origins.Take(MostOrigins).Select(origin => Facts(origin)),
                Text("Run file", runFile),
                Text("Topology file", topologyFile));
    }

    /// <summary>A report is passed on; passwords in connection strings and addresses are not.</summary>
    public static string Hidden(string text) => Password().Replace(UserInfo().Replace(text, "${name}…@"), "${key}…");

    [GeneratedRegex(
        """(?<key>(password|pwd|passfile|token|secret)["']?\s*[=:]\s*["']?)[^;"'\s,}]+""",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Password();

    [GeneratedRegex(
        """(?<name>://[^/@\s":]+:)[^/@\s"]+@""",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex UserInfo();

    private static XElement Facts(RunOrigin origin)
    {
        (string Name, string? Value)[] facts =
        [
            ("data", origin.Data),
            ("model", origin.Model is null ? null : $"{origin.Model}; {origin.Weights:#,0} weights"),
            ("began", $"{origin.Began:yyyy-MM-dd HH:mm:ss} UTC"),
            ("program", $"murmur {origin.Program}"),
            ("framework", origin.Framework),
            ("system", origin.System),
            ("processor", $"{origin.Processor}; {origin.Cores} cores, {origin.VectorBits}-bit vectors"),
            ("threads", NumberText.Of(origin.Threads)),
        ];
        return Html.Of("dl", "facts", facts.Where(fact => fact.Value is not null).Select(fact => new[]
        {
            Html.Of("dt", null, fact.Name), Html.Of("dd", null, fact.Value),
        }));
    }

    private static XElement? Text(string heading, string? text)
    {
        if (text is null)
        {
            return null;
        }

        var shown = Hidden(text.Length <= LongestFile ? text : $"{text[..LongestFile]}\n…");
        return Html.Of(
            "details",
            null,
            Html.Of("summary", null, heading),
            Html.Scroll(heading, Html.Of("pre", null, shown)));
    }
}
