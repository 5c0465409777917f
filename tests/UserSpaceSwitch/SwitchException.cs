namespace Murmuration.UserSpaceSwitch;

/// <summary>What the system or a user does not allow; the message is one line that says what to do.</summary>
internal sealed class SwitchException : Exception
{
    public SwitchException()
    {
    }

    public SwitchException(string message)
        : base(message)
    {
    }

    public SwitchException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
