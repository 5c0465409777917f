namespace Murmuration.Agent.Configuration;

/// <summary>
/// A setting that cannot be used: the message is one line that names the file or option, the key, and what to do.
/// </summary>
internal sealed class ConfigurationException : Exception
{
    /// <summary>Makes the exception with its one-line message.</summary>
    public ConfigurationException(string message)
        : base(message)
    {
    }

    /// <summary>Makes the exception with its one-line message and the error beneath it.</summary>
    public ConfigurationException(string message, Exception inner)
        : base(message, inner)
    {
    }

    /// <summary>Makes an empty exception.</summary>
    public ConfigurationException()
    {
    }
}
