namespace Murmuration.Gossip.Topologies.Files;

/// <summary>Finds what a mistyped name was meant to be.</summary>
internal static class NearestName
{
    /// <summary>A sentence with the nearest candidate, or with the choice when nothing is near and there are
    /// few.</summary>
    public static string Hint(string word, IReadOnlyCollection<string> candidates)
    {
        if (Find(word, candidates) is { } nearest)
        {
            return $"did you mean \"{nearest}\"?";
        }

        const int Listed = 12;
        var listed = string.Join(", ", candidates.Take(Listed));
        return candidates.Count == 0 ? "there is none." : $"there {(candidates.Count == 1 ? "is" : "are")} {listed}"
            + (candidates.Count > Listed ? $" and {candidates.Count - Listed} more." : ".");
    }

    /// <summary>The candidate with the fewest edits, if they are few for the word's length.</summary>
    public static string? Find(string word, IEnumerable<string> candidates)
    {
        var best = candidates.Select(candidate => (Name: candidate, Distance: Distance(word, candidate)))
            .DefaultIfEmpty((Name: "", Distance: int.MaxValue)).MinBy(candidate => candidate.Distance);
        return best.Distance <= (word.Length + 2) / 3 ? best.Name : null;
    }

    /// <summary>Insertions, deletions and replacements between two words, letter case aside (Levenshtein
    /// distance).</summary>
    private static int Distance(string first, string second)
    {
        var row = Enumerable.Range(0, second.Length + 1).ToArray();
        for (var i = 1; i <= first.Length; i++)
        {
            var diagonal = row[0]++;
            for (var j = 1; j <= second.Length; j++)
            {
                var differs = char.ToUpperInvariant(first[i - 1]) != char.ToUpperInvariant(second[j - 1]);
                var replaced = differs ? diagonal + 1 : diagonal;
                diagonal = row[j];
                row[j] = Math.Min(replaced, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[second.Length];
    }
}
