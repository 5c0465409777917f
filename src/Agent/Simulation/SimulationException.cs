namespace Murmuration.Agent.Simulation;

/// <summary>A simulation that could not be finished: one line that names the agent and the reason.</summary>
internal sealed class SimulationException : Exception
{
    /// <summary>Makes the exception with its one-line message.</summary>
    public SimulationException(string message)
        : base(message)
    {
    }

    /// <summary>Makes the exception with its one-line message and the error beneath it.</summary>
    public SimulationException(string message, Exception inner)
        : base(message, inner)
    {
    }

    /// <summary>Makes an empty exception.</summary>
    public SimulationException()
    {
    }
}
