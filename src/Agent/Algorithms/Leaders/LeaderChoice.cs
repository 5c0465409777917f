namespace Murmuration.Agent.Algorithms.Leaders;

/// <summary>Who leads: the lowest loss, ties to the lower index; a loss that is no number leads nobody.</summary>
internal struct LeaderChoice()
{
    private double _lowest = double.PositiveInfinity;

    /// <summary>The leader among those seen, −1 before the first.</summary>
    public int Leader { get; private set; } = -1;

    /// <summary>Looks at one more candidate.</summary>
    public void See(int agentIndex, double loss)
    {
        if (loss < _lowest || (loss.Equals(_lowest) && agentIndex < Leader))
        {
            (Leader, _lowest) = (agentIndex, loss);
        }
    }
}
