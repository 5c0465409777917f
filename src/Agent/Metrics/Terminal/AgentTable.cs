using System.Globalization;
using Spectre.Console;

namespace Murmuration.Agent.Metrics.Terminal;

/// <summary>One row per agent, with as many columns as there is room for.</summary>
internal static class AgentTable
{
    /// <summary>Longer without a word from an agent that trains is worth a look.</summary>
    private const double SilentSeconds = 5;

    /// <summary>The table.</summary>
    public static Table Of(NetworkSnapshot snapshot, int width)
    {
        var agents = snapshot.Agents;
        Column[] columns =
        [
            new("agent", 0, [.. agents.Select(agent => agent.Id)], IsText: true),
            new("state", 3, [.. agents.Select(agent => StateOf(agent, snapshot.Rounds))], IsText: true),
            new("round", 1, [.. agents.Select(agent => $"{agent.Round}")]),
            Figure("cost", 4, news => Number(news.Cost)),
            Figure("accuracy", 5, news => news.Accuracy is { } accuracy ? ProgressText.Percent(accuracy) : ""),
            Figure("test cost", 7, news => news.Accuracy is null ? Number(news.TestCost) : ""),
            Figure("disagreement", 6, news => Number(news.Disagreement)),
            Figure("stationarity", 10, news => Number(news.Stationarity)),
            Figure("staleness", 8, news => news.Staleness is { } rounds ? $"{rounds}" : ""),
            Figure("epochs", 11, news => news.Epochs > 0 ? $"{news.Epochs}" : ""),
            Figure("waits", 9, Waiting),
            Figure("sent", 12, news => news.BytesSent > 0 ? ProgressText.Bytes(news.BytesSent) : ""),
            Figure("links", 2, news => Links(news.Links)) with { IsText = true },
            new("news", 13, [.. agents.Select(agent => agent.Age is { } age ? ProgressText.Duration(age) : "")]),
        ];
        return Column.ToTable(columns, width);

        Column Figure(string name, int rank, Func<AgentNews, string> value) =>
            new(name, rank, [.. agents.Select(agent => agent.News is { } news ? value(news) : "")]);
    }

    private static string StateOf(KnownAgent agent, int rounds) =>
        agent.Incarnation == 0 ? "not met yet"
        : agent.Round >= rounds ? "done"
        : !agent.IsPresent ? agent.Status.ToLowerInvariant()
        : agent.Age > SilentSeconds ? $"silent {ProgressText.Left(agent.Age)}"
        : "present";

    private static string Number(double? value) => value is { } number ? ProgressText.Number(number) : "";

    private static string Waiting(AgentNews news) => news.SecondsComputing + news.SecondsWaiting is > 0 and var whole
        ? (news.SecondsWaiting / whole).ToString("P0", CultureInfo.InvariantCulture)
        : "";

    private static string Links(IReadOnlyList<LinkNews>? links) => string.Join(
        ", ",
        (links ?? []).GroupBy(link => link.State).OrderBy(group => group.Key).Select(
            group => $"{group.Count()} {group.Key.ToString().ToLowerInvariant()}"));
}
