using Murmuration.Agent.Configuration;
using Murmuration.Agent.Reports.Runs;

namespace Murmuration.Agent.Reports;

/// <summary>The report that a run ends with. A run never fails for want of it.</summary>
internal static class EndReport
{
    /// <summary>Writes the report into an output folder.</summary>
    /// <param name="folder">The output folder of a simulation, or an agent's own.</param>
    /// <param name="time">The clock.</param>
    /// <param name="warn">Is told why there is none.</param>
    /// <returns>Path of the report, null where there is none.</returns>
    public static string? TryWrite(string folder, TimeProvider time, Action<string> warn)
    {
        try
        {
            return ReportPage.Write(folder, path: null, title: null, time);
        }
        catch (Exception e)
        {
            warn($"no {RunFolder.ReportFileName}: {e.Message}");
            return null;
        }
    }
}
