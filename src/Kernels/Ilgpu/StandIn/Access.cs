namespace Murmuration.Kernels.Ilgpu.StandIn;

/// <summary>A thread between two barriers.</summary>
/// <param name="Launch">Number of the launch, from 1.</param>
/// <param name="Group">The thread's group.</param>
/// <param name="Interval">Barriers that the group has passed.</param>
/// <param name="Thread">The thread in its group.</param>
internal readonly record struct Access(long Launch, int Group, int Interval, int Thread)
{
    /// <summary>Whether nothing orders the two, if one of them writes.</summary>
    public bool Races(Access other) =>
        Launch == other.Launch
        && (Group != other.Group || (Interval == other.Interval && Thread != other.Thread));

    public override string ToString() => $"thread {Thread} of group {Group}";
}
