namespace Murmuration.Agent.Metrics;

/// <summary>Shows a person how a run goes on.</summary>
internal interface IProgressView : IDisposable
{
    /// <summary>A line about what happens now.</summary>
    void Say(string line);

    /// <summary>All agents have finished a round.</summary>
    void Show(NetworkRound round);
}
