namespace Murmuration.Kernels.Devices;

/// <summary>A device was asked for that does not exist or cannot be used; the message says why.</summary>
public sealed class DeviceUnavailableException : Exception
{
    /// <summary>Without a message.</summary>
    public DeviceUnavailableException()
    {
    }

    /// <summary>With a message.</summary>
    public DeviceUnavailableException(string message)
        : base(message)
    {
    }

    /// <summary>With a message and its cause.</summary>
    public DeviceUnavailableException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
