namespace Murmuration.Agent.Data;

/// <summary>
/// Data that cannot be used; the message is one line that names the file, the place in it and what to do.
/// </summary>
internal sealed class DataException : Exception
{
    /// <summary>An error without a message, for completeness of the exception pattern.</summary>
    public DataException()
    {
    }

    /// <summary>An error with a one-line message.</summary>
    public DataException(string message)
        : base(message)
    {
    }

    /// <summary>An error with a one-line message and the error that caused it.</summary>
    public DataException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
