using Murmuration.Gossip.Topologies;

namespace Murmuration.Agent.Reports.Drawing;

/// <summary>Where the agents of a network stand in its drawing, in agent order: x to the right and y downwards, each in
/// 0 … 1 of the drawing's width and height. The same network always gives the same layout.</summary>
internal sealed class GraphLayout
{
    private const double Flattest = 0.45;
    private const double Steepest = 1.1;

    private readonly (double X, double Y)[] _places;
    private readonly (double X, double Y)[] _labelSides;

    private GraphLayout(
        (double X, double Y)[] places, (double X, double Y)[] labelSides, double height = 1, double? spacing = null)
    {
        (_places, _labelSides, Height) = (places, labelSides, height);
        Spacing = spacing ?? UsualSpacing();
    }

    /// <summary>Number of agents.</summary>
    public int Count => _places.Length;

    /// <summary>Height of the drawing as a multiple of its width.</summary>
    public double Height { get; }

    /// <summary>How far most agents are from the nearest other one at least, as a share of the drawing's
    /// width.</summary>
    public double Spacing { get; }

    /// <summary>Where an agent stands, each coordinate in 0 … 1.</summary>
    public (double X, double Y) this[int agentIndex] => _places[agentIndex];

    /// <summary>The direction from an agent in which its label is least in the way, of length one.</summary>
    public (double X, double Y) LabelSide(int agentIndex) => _labelSides[agentIndex];

    /// <summary>On a circle, agent 0 at the top, clockwise.</summary>
    public static GraphLayout Circle(int agentCount) => Circle([.. Enumerable.Range(0, agentCount)], agentCount);

    /// <summary>The places that suit a schedule: where its agents are, when they move or have positions; rows and
    /// columns of a grid of modules; a circle where turning it changes nothing; else so that distances in the drawing
    /// are like distances in links.</summary>
    /// <param name="schedule">The network; all its links count, whatever the round.</param>
    /// <param name="round">The round (0-based) that is drawn, for agents that move.</param>
    public static GraphLayout Of(TopologySchedule schedule, int round = 0)
    {
        if (schedule.PositionsAt(round) is { } moving)
        {
            // The same in all rounds, whoever is near to whom just now.
            var spacing = 0.3 / Math.Sqrt(moving.Count);
            return new(
                [.. moving.Select(place => (place.X, 1 - place.Y))], [.. moving.Select(_ => (0.0, -1.0))], 1, spacing);
        }

        IReadOnlyList<int>[] neighbours =
            [.. Enumerable.Range(0, schedule.Agents.Count).Select(schedule.EverNeighbours)];
        if (schedule.Grid is { } grid)
        {
            return Fit(ModulePlaces(grid), neighbours);
        }

        if (KnownPlaces.Of(schedule.Agents, neighbours) is { } known)
        {
            return Fit(known, neighbours);
        }

        return CircleOrder.Of(neighbours) is { } order
            ? Circle(order, neighbours.Length)
            : Fit(StressPlaces.Of(schedule), neighbours);
    }

    /// <summary>Some agents on a circle; one that is not among them stands in the middle.</summary>
    private static GraphLayout Circle(IReadOnlyList<int> order, int agentCount)
    {
        var places = new (double, double)[agentCount];
        var sides = new (double X, double Y)[agentCount];
        Array.Fill(places, (0.5, 0.5));
        Array.Fill(sides, OnCircle(0.5 / Math.Max(1, order.Count)));
        foreach (var (position, agent) in order.Index())
        {
            var (x, y) = sides[agent] = OnCircle((double)position / order.Count);
            places[agent] = ((1 + x) / 2, (1 + y) / 2);
        }

        return new(places, sides);
    }

    /// <summary>The direction of a point on the circle after a share of a turn, clockwise from the top.</summary>
    private static (double X, double Y) OnCircle(double turn)
    {
        var (sin, cos) = Math.SinCos(2 * Math.PI * turn);
        return (sin, -cos);
    }

    /// <summary>Data groups from top to bottom, modules from left to right; a column is bent, so that links between
    /// groups that are no neighbours pass the agents between them.</summary>
    private static (double X, double Y)[] ModulePlaces(AgentGrid grid)
    {
        const double Bend = 0.3;
        var places = new (double, double)[grid.Groups * grid.Modules];
        for (var group = 0; group < grid.Groups; group++)
        {
            var bent = Bend * Math.Sin(Math.PI * group / Math.Max(1, grid.Groups - 1));
            for (var module = 0; module < grid.Modules; module++)
            {
                places[grid[group, module]] = (module + bent, group);
            }
        }

        return places;
    }

    /// <summary>Scales places to the drawing without distorting them; labels go where an agent has most room.</summary>
    private static GraphLayout Fit((double X, double Y)[] places, IReadOnlyList<int>[] neighbours)
    {
        var (left, top) = (places.Min(place => place.X), places.Min(place => place.Y));
        var (width, height) = (places.Max(place => place.X) - left, places.Max(place => place.Y) - top);
        var ratio = width > 0 ? Math.Clamp(height / width, Flattest, Steepest) : Steepest;
        var scale = 1 / Math.Max(Math.Max(width, height / ratio), double.Epsilon);
        var fitted = Array.ConvertAll(places, place => (
            0.5 + ((place.X - left - (width / 2)) * scale),
            0.5 + ((place.Y - top - (height / 2)) * scale / ratio)));
        var sides = neighbours.Select((others, agent) => Roomiest(places, agent, others));
        return new(fitted, [.. sides], ratio);
    }

    /// <summary>The middle of the widest angle without a link.</summary>
    private static (double X, double Y) Roomiest((double X, double Y)[] places, int agent, IReadOnlyList<int> others)
    {
        if (others.Count == 0)
        {
            return (0, -1);
        }

        var (x, y) = places[agent];
        double[] angles = [.. others.Select(other => Math.Atan2(places[other].Y - y, places[other].X - x)).Order()];
        var (widest, side) = (0.0, 0.0);
        foreach (var (k, angle) in angles.Index())
        {
            var next = k + 1 < angles.Length ? angles[k + 1] : angles[0] + (2 * Math.PI);
            if (next - angle > widest)
            {
                (widest, side) = (next - angle, (next + angle) / 2);
            }
        }

        return (Math.Cos(side), Math.Sin(side));
    }

    private double UsualSpacing()
    {
        var nearest = _places.Select((_, agent) => Nearest(agent)).Order().ToList();
        return nearest.Count > 0 ? nearest[nearest.Count / 4] : 1;
    }

    private double Nearest(int agent)
    {
        var (x, y) = _places[agent];
        var nearest = 1.0;
        foreach (var (other, place) in _places.Index())
        {
            var (acrossX, acrossY) = (place.X - x, (place.Y - y) * Height);
            nearest = other == agent ? nearest : Math.Min(nearest, (acrossX * acrossX) + (acrossY * acrossY));
        }

        return Math.Sqrt(nearest);
    }
}
