using System.Xml.Linq;
using Murmuration.Agent.Reports.Pages;
using Murmuration.Agent.Reports.Runs;
using Murmuration.Agent.Reports.Sections;

namespace Murmuration.Agent.Reports;

/// <summary>A finished run as one HTML file without anything from elsewhere.</summary>
internal static class ReportPage
{
    /// <summary>Makes the report of the run in an output folder.</summary>
    /// <param name="folder">The output folder of a simulation or of agents, or one agent's own.</param>
    /// <param name="path">Where the report goes; null for the folder's own.</param>
    /// <param name="title">Its heading; null for the run's name.</param>
    /// <param name="time">The clock.</param>
    /// <returns>Path of the report.</returns>
    /// <exception cref="Configuration.ConfigurationException">There is nothing to report.</exception>
    public static string Write(string folder, string? path, string? title, TimeProvider time)
    {
        var source = RunFolder.Open(folder);
        var run = RunReader.Read(source, Path.GetFileName(source.Path));
        path ??= Path.Combine(source.Path, RunFolder.ReportFileName);
        using var writer = new StreamWriter(path);
        Make(source, run, title ?? run.Run?.Name ?? run.Name, time).Write(writer);
        return path;
    }

    private static Page Make(RunFolder folder, RunOverview run, string title, TimeProvider time)
    {
        XElement?[] sections =
        [
            AgentsSection.Draw(run),
            ChartsSection.Draw(run),
            NetworkSection.Draw(run),
            TimesSection.Draw(run),
            LinksSection.Draw(run),
            FindingsSection.Draw(AgentFindings.OfWorst(folder)),
            SetupSection.Draw(run, folder),
        ];
        return new()
        {
            Title = $"{title} – Murmuration",
            Header = PageHeader.Draw(
                title,
                null,
                [Verdict.Lead(run), Tiles.Draw(run), Verdict.Remarks(run), PageHeader.Contents(sections)]),
            Sections = sections,
            Footer = $"Made by murmur {RunOrigin.ProgramVersion} on {time.GetUtcNow():yyyy-MM-dd HH:mm} UTC from "
                + $"{Path.GetFileName(folder.Path)}.",
        };
    }
}
