using System.Collections.Immutable;
using Murmuration.Gossip.Topologies.Schedules;

namespace Murmuration.Gossip.Topologies.Files;

/// <summary>Reads <c>intervals</c>: each from a round to a round, both included, without gap or overlap; the last one
/// is open, or all repeat.</summary>
internal sealed class IntervalReader(JsonFile file)
{
    public IntervalLinks Read(JsonItem schedule, Func<JsonItem, string[], ImmutableArray<Link>> readTopology)
    {
        file.Only(schedule, "intervals", "repeat", "linkUp");
        var items = file.List(schedule["intervals"]!);
        if (items.Count == 0)
        {
            throw file.Problem(schedule["intervals"]!, "is empty; give at least one { \"from\": 0, \"links\": … }.");
        }

        var repeat = file.Boolean(schedule["repeat"]);
        var starts = ImmutableArray.CreateBuilder<int>();
        var lists = ImmutableArray.CreateBuilder<ImmutableArray<Link>>();
        var next = 0;
        foreach (var item in items)
        {
            lists.Add(readTopology(item, ["from", "to"]));
            starts.Add(From(item, next));
            next = To(item, next, item == items[^1], repeat);
        }

        return new IntervalLinks(starts.DrainToImmutable(), lists.DrainToImmutable(), repeat ? next : null);
    }

    private int From(JsonItem item, int expected)
    {
        var key = item["from"] ?? throw file.Problem(item, $"\"from\" is missing: its first round, {expected}.");
        var from = file.Integer(key, 0, int.MaxValue);
        if (from == expected)
        {
            return from;
        }

        throw file.Problem(key, expected == 0 ? $"is {from}; the first interval begins with round 0." : from > expected
            ? $"is {from}, which leaves a gap: round {expected} has no interval. Begin with {expected}."
            : $"is {from}, which overlaps the interval before, that goes up to {expected - 1}. Begin with {expected}.");
    }

    /// <summary>The round after the interval.</summary>
    private int To(JsonItem item, int from, bool last, bool repeat)
    {
        if (item["to"] is { } key)
        {
            var to = file.Integer(key, from, int.MaxValue - 1);
            return !last || repeat ? to + 1 : throw file.Problem(key, $"nothing is said about the rounds after {to}; "
                + "leave \"to\" out, so that the last interval goes on, or set \"repeat\": true.");
        }

        if (!last)
        {
            throw file.Problem(item, "\"to\" is missing; only the last interval may be open.");
        }

        return !repeat ? from : throw file.Problem(item, "\"to\" is missing, which \"repeat\": true needs.");
    }
}
