using System.Text.Json;
using System.Xml.Linq;
using Murmuration.Agent.Configuration;
using Murmuration.Agent.Metrics;
using Murmuration.Agent.Reports.Drawing;
using Murmuration.Agent.Reports.Pages;
using Murmuration.Agent.Reports.Runs;

namespace Murmuration.Agent.Reports.Sections;

/// <summary>What came of a run, in words.</summary>
internal static class Verdict
{
    /// <summary>What was trained, on what, and how far.</summary>
    public static XElement Lead(RunOverview run) =>
        Html.Of("p", "lead", Html.Attribute("id", "lead"), LeadText(run));

    /// <summary>What was trained, on what, and how far, as text.</summary>
    public static string LeadText(RunOverview run)
    {
        var origin = run.Origins.Count > 0 ? run.Origins[0] : null;
        string?[] sentences =
        [
            What(run, origin),
            HowFar(run),
            Reached(run),
        ];
        return string.Join(' ', sentences.OfType<string>());
    }

    /// <summary>Whether the agents agree, and what is suspicious.</summary>
    public static XElement? Remarks(RunOverview run) => Html.Of(
        "ul", "remarks", Html.Attribute("id", "remarks"), RemarkItems(run));

    /// <summary>The same without what encloses it.</summary>
    public static IEnumerable<XElement> RemarkItems(RunOverview run) =>
        Suspicions.Of(run).Select(remark => Html.Of("li", $"{remark.Kind}".ToLowerInvariant(), remark.Text));

    private static string What(RunOverview run, RunOrigin? origin)
    {
        var agents = run.AgentCount == 1 ? "One agent" : $"{run.AgentCount:#,0} agents";
        var topology = run.Schedule is { } schedule ? $" on “{schedule.Name}”" : "";
        var verb = run.IsLive ? "train" : "trained";
        var model = origin?.Weights > 0 ? $"a model of {origin.Weights:#,0} weights" : "one model";
        var data = origin?.Data is { Length: > 0 } source ? $" on {source}" : "";
        var by = run.Run is { } options ? $", by {NameOf(options.Algorithm.Name)}" : "";
        var seen = run.Agents.Count == run.AgentCount ? ""
            : run.Agents.Count == 1 ? $" This page shows one of them, {run.Agents[0].Id}."
            : $" This page shows {run.Agents.Count:#,0} of them.";
        return $"{agents}{topology} {verb} {model}{data}{by}.{seen}";
    }

    private static string NameOf(AlgorithmKind algorithm) => algorithm switch
    {
        AlgorithmKind.Next or AlgorithmKind.Sonata or AlgorithmKind.Lsgd or AlgorithmKind.Easgd
            or AlgorithmKind.Eamsgd => algorithm.ToString().ToUpperInvariant(),
        _ => JsonNamingPolicy.CamelCase.ConvertName($"{algorithm}"),
    };

    private static string? HowFar(RunOverview run)
    {
        if (run.Last is not { } last)
        {
            return run.IsLive ? "No round is done yet." : null;
        }

        var planned = run.Run?.Rounds;
        var rounds = planned is null || planned == run.Farthest
            ? $"{run.Farthest:#,0} rounds"
            : $"{run.Farthest:#,0} of {planned:#,0} rounds";
        var took = run.Agents.Count > 0 ? Tiles.TimeText(last.Seconds) : "";
        return run.IsLive ? $"They have done {rounds} in {took}." : $"{rounds} took {took}.";
    }

    private static string? Reached(RunOverview run) => run.LastEvaluated switch
    {
        null => null,
        { Accuracy: { } accuracy } when run.Agents.Count == 1 =>
            $"The agent gets {ProgressText.Percent(accuracy.Mean)} of the test rows right.",
        { Accuracy: { } accuracy } =>
            $"The agents get {ProgressText.Percent(accuracy.Mean)} of the test rows right on average, the worst one "
            + $"{ProgressText.Percent(accuracy.Min)}.",
        { TestCost: { } cost } when run.Agents.Count == 1 => $"The test cost is {NumberText.Of(cost.Mean)}.",
        { TestCost: { } cost } =>
            $"The test cost is {NumberText.Of(cost.Mean)} on average, {NumberText.Of(cost.Max)} at the worst agent.",
        _ => null,
    };
}
