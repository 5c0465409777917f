namespace Murmuration.Agent.Configuration;

/// <summary>Finds the names that a misspelt one may have meant.</summary>
internal static class NearestNames
{
    /// <summary>
    /// Up to <paramref name="count"/> of the known names, the fewest changed letters first (case aside).
    /// </summary>
    public static IEnumerable<string> Of(string name, IEnumerable<string> known, int count = 3) =>
        known.OrderBy(other => Distance(name.ToUpperInvariant(), other.ToUpperInvariant())).Take(count);

    // Levenshtein distance, one row of the table at a time.
    private static int Distance(string from, string to)
    {
        int[] row = [.. Enumerable.Range(0, to.Length + 1)];
        for (var i = 1; i <= from.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= to.Length; j++)
            {
                var change = diagonal + (from[i - 1] == to[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(change, 1 + Math.Min(row[j], row[j - 1]));
            }
        }

        return row[^1];
    }
}
