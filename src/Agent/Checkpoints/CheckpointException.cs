namespace Murmuration.Agent.Checkpoints;

/// <summary>A weights file that cannot be used: one line that names the file and what is wrong with it.</summary>
internal sealed class CheckpointException : Exception
{
    /// <summary>Makes the exception with its one-line message.</summary>
    public CheckpointException(string message)
        : base(message)
    {
    }

    /// <summary>Makes the exception with its one-line message and the error beneath it.</summary>
    public CheckpointException(string message, Exception inner)
        : base(message, inner)
    {
    }

    /// <summary>Makes an empty exception.</summary>
    public CheckpointException()
    {
    }
}
