namespace Murmuration.Agent.Metrics;

/// <summary>A figure over the agents, added up one after another.</summary>
internal sealed class SpreadSum
{
    private int _count;
    private double _min = double.PositiveInfinity;
    private double _max = double.NegativeInfinity;
    private double _sum;

    /// <summary>Begins anew.</summary>
    public void Clear() => (_count, _min, _max, _sum) = (0, double.PositiveInfinity, double.NegativeInfinity, 0);

    /// <summary>Adds an agent's figure, if it has one.</summary>
    public void Add(double? figure)
    {
        if (figure is not { } value || double.IsNaN(value))
        {
            return;
        }

        _count++;
        _min = Math.Min(_min, value);
        _max = Math.Max(_max, value);
        _sum += value;
    }

    /// <summary>The spread, or null unless so many agents had a figure.</summary>
    public Spread? Over(int agents) => _count == agents && agents > 0 ? new(_min, _sum / agents, _max) : null;
}
