namespace Murmuration.Agent.Training;

/// <summary>The cost is no longer finite: one line that names the agent, the round and what to change.</summary>
internal sealed class DivergedException : Exception
{
    /// <summary>Makes the exception with its one-line message.</summary>
    public DivergedException(string message)
        : base(message)
    {
    }

    /// <summary>Makes the exception with its one-line message and the error beneath it.</summary>
    public DivergedException(string message, Exception inner)
        : base(message, inner)
    {
    }

    /// <summary>Makes an empty exception.</summary>
    public DivergedException()
    {
    }
}
