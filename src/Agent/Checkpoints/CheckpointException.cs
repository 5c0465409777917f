namespace Murmuration.Agent.Checkpoints;

/// <summary>
/// A file of weights or a checkpoint that cannot be read, used or written: one line that names it and what is wrong.
/// </summary>
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
