using Murmuration.Gossip.Exchange;

namespace Murmuration.Simulation.Tests.Virtual;

/// <summary>A whole simulated network with letters, from its first meeting until all have been taken, judged.</summary>
internal sealed class LetterRun
{
    private static readonly TimeSpan Limit = TimeSpan.FromHours(2);
    private readonly LetterSettings _settings;

    private LetterRun(LetterSettings settings)
    {
        _settings = settings;
        var count = settings.Schedule.Agents.Count;
        Network = new(count, settings.Seed, settings.Faults);
        Agents = [.. Enumerable.Range(0, count).Select(index => new LetterAgent(Network, settings, index))];
    }

    public VirtualNetwork Network { get; }

    public IReadOnlyList<LetterAgent> Agents { get; }

    public bool HasEnded { get; private set; }

    /// <summary>Letters taken by all.</summary>
    public int Taken => Agents.Sum(agent => agent.History.Taken.Count);

    public long Duplicates => Agents.Sum(agent => agent.Exchange!.Counters.Duplicates);

    /// <summary>Letters dropped by the agents in their last lives.</summary>
    public long Dropped => Agents.Sum(agent => agent.Exchange!.Counters.LettersDropped);

    /// <summary>An agent has lost its state.</summary>
    private bool IsLifeLost => _settings.Faults.Faults.Any(
        fault => fault.Kind is FaultKind.CrashWithDisk or FaultKind.CrashWithoutDisk or FaultKind.ReturnTwice);

    /// <summary>What is wrong with it, and what explains it; null when nothing is.</summary>
    public string? Trouble => Wrongs().Take(5).ToList() is { Count: > 0 } wrongs
        ? string.Join(
            Environment.NewLine,
            [
                .. wrongs, .. Network.Violations.Distinct(),
                .. Agents.Select(agent => agent.Life.Exception?.InnerException?.ToString()).OfType<string>(),
                .. _settings.Faults.Faults.Select(fault => $"{fault}"),
                .. Agents.Select(agent => $"a{agent.Index}: step {agent.History.Step}, {agent.Exchange?.Counters}"),
            ])
        : null;

    public static LetterRun Of(LetterSettings settings)
    {
        var run = new LetterRun(settings);
        foreach (var agent in run.Agents)
        {
            agent.Start();
        }

        run.HasEnded = run.Network.Loop.RunUntil(run.IsOver, Limit) && run.Network.Violations.Count == 0;
        return run;
    }

    private bool IsOver() =>
        Network.Violations.Count > 0
        || Agents.Any(agent => agent.Life.IsFaulted)
        || Agents.All(agent => agent.HasEnded && agent.Exchange!.Core.Links.All(IsQuiet));

    private static bool IsQuiet(LinkState link) => link.Letters.Outbox.IsEmpty && link.Letters.Inbox.First is null;

    private IEnumerable<string> Wrongs()
    {
        if (!HasEnded || Agents.Any(agent => agent.Life.IsFaulted))
        {
            yield return "has not ended";
        }

        if (!IsLifeLost && (Network.NewLives > 0 || Dropped > 0))
        {
            yield return $"{Network.NewLives} new lives and {Dropped} letters dropped, though nobody lost its state";
        }

        foreach (var (sender, receiver) in Links())
        {
            foreach (var wrong in IsLifeLost ? WrongsOfLives(sender, receiver) : WrongsOfOneLife(sender, receiver))
            {
                yield return $"a{sender.Index} to a{receiver.Index}: {wrong}";
            }
        }
    }

    private IEnumerable<(LetterAgent Sender, LetterAgent Receiver)> Links() =>
        from sender in Agents
        from neighbour in _settings.Schedule.EverNeighbours(sender.Index)
        select (sender, Agents[neighbour]);

    private static IEnumerable<string> WrongsOfOneLife(LetterAgent sender, LetterAgent receiver)
    {
        var (sent, taken) = (SentTo(sender, receiver), TakenFrom(receiver, sender));
        if (!sent.SequenceEqual(taken.Select(letter => letter.Id)))
        {
            yield return $"{sent.Count} sent, {taken.Count} taken, of these {sent.Intersect(taken.Select(
                letter => letter.Id)).Count()} the same";
        }

        if (!taken.Select(letter => letter.Number).SequenceEqual(Enumerable.Range(0, taken.Count).Select(k => (long)k)))
        {
            yield return "the numbers are not 0, 1, 2, ...";
        }
    }

    /// <summary>With each pair of lives numbers begin anew; within it no letter is left out, and none comes twice in
    /// all.</summary>
    private static IEnumerable<string> WrongsOfLives(LetterAgent sender, LetterAgent receiver)
    {
        var (sent, taken) = (SentTo(sender, receiver), TakenFrom(receiver, sender));
        var places = sent.Select((id, place) => (id, place)).ToDictionary(one => one.id, one => one.place);
        for (var k = 1; k < taken.Count; k++)
        {
            var (before, present) = (taken[k - 1], taken[k]);
            var isNext = present.Number == before.Number + 1;
            if (present.Id <= before.Id || !(isNext || present.Number == 0))
            {
                yield return $"{present} after {before}";
            }
            else if (isNext
                && places.TryGetValue(before.Id, out var last) && places.TryGetValue(present.Id, out var next)
                && next != last + 1)
            {
                yield return $"{present} after {before}, and {next - last - 1} left out";
            }
        }

        if (sent.Count > 0 && (taken.Count == 0 || taken[^1].Id != sent[^1]))
        {
            yield return "the last one was not taken";
        }
    }

    private static List<long> SentTo(LetterAgent sender, LetterAgent receiver) =>
        [.. sender.History.Sent.Where(letter => letter.Neighbour == receiver.Index).Select(letter => letter.Id)];

    private static List<LetterRecord> TakenFrom(LetterAgent receiver, LetterAgent sender) =>
        [.. receiver.History.Taken.Where(letter => letter.Neighbour == sender.Index)];
}
