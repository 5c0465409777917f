using System.Globalization;

namespace Murmuration.Benchmarks.Table.Sections;

/// <summary>What processes occupy, as Linux counts it.</summary>
internal static class ProcessMemory
{
    /// <summary>Whether this system says so.</summary>
    public static bool IsKnown => File.Exists("/proc/self/smaps_rollup");

    /// <summary>Bytes in memory, those shared with others too.</summary>
    public static long Resident(int process) => Field($"/proc/{process}/status", "VmRSS:");

    /// <summary>Bytes in memory, pages of several processes divided among them.</summary>
    public static long Proportional(int process) => Field($"/proc/{process}/smaps_rollup", "Pss:");

    /// <summary>The processes that a process has started.</summary>
    public static IEnumerable<int> Children(int process) => Directory.EnumerateDirectories("/proc")
        .Select(folder => int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var id) ? id : 0)
        .Where(id => id > 0 && Parent(id) == process);

    private static int Parent(int process)
    {
        // The name of the program, in brackets, may hold anything.
        var stat = Read($"/proc/{process}/stat");
        var fields = stat[(stat.LastIndexOf(')') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return fields.Length > 1 ? int.Parse(fields[1], CultureInfo.InvariantCulture) : 0;
    }

    private static long Field(string file, string name)
    {
        var line = Read(file).Split('\n').FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal));
        var kilobytes = line?.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1] ?? "0";
        return 1024 * long.Parse(kilobytes, CultureInfo.InvariantCulture);
    }

    /// <summary>A process may end at any time.</summary>
    private static string Read(string file)
    {
        try
        {
            return File.ReadAllText(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
