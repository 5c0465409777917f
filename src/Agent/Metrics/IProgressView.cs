namespace Murmuration.Agent.Metrics;

/// <summary>Shows a person how a run goes on.</summary>
internal interface IProgressView : IDisposable
{
    /// <summary>A line about what happens now.</summary>
    void Say(string line);

    /// <summary>A line about what may go wrong; not even the quietest view keeps it back.</summary>
    void Warn(string line);

    /// <summary>From now on it may ask at any time, from any thread, what is known of the agents.</summary>
    void Follow(Func<NetworkSnapshot> look);

    /// <summary>All agents have finished a round.</summary>
    void Show(NetworkRound round);
}
