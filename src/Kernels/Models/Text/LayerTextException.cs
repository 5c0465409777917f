namespace Murmuration.Kernels.Models.Text;

/// <summary>A layer that cannot be read, or does not fit where it stands.</summary>
public sealed class LayerTextException : Exception
{
    /// <summary>Makes the exception.</summary>
    /// <param name="index">Place in the list of layers, from 0; their number where the end is at fault.</param>
    /// <param name="message">What is wrong and what is allowed.</param>
    public LayerTextException(int index, string message)
        : base(message) => Index = index;

    /// <summary>Makes an empty exception.</summary>
    public LayerTextException()
    {
    }

    /// <summary>Makes the exception with its message.</summary>
    public LayerTextException(string message)
        : base(message)
    {
    }

    /// <summary>Makes the exception with its message and the error beneath it.</summary>
    public LayerTextException(string message, Exception inner)
        : base(message, inner)
    {
    }

    /// <summary>Place of the layer in the list, from 0.</summary>
    public int Index { get; }
}
