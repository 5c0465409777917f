namespace Murmuration.Kernels.Solvers;

/// <summary>
/// A Newton system could not be factored; in practice the weights or the data are not finite, or the proximal weight is
/// not positive or lost beside the rounding of the float32 system.
/// </summary>
public sealed class NotPositiveDefiniteException : ArithmeticException
{
    /// <summary>Says what to look at.</summary>
    public NotPositiveDefiniteException()
        : base(
            "The normal equations are not positive definite: "
            + "weights or data are not finite, or the proximal weight is not positive or far too small for float32.")
    {
    }

    /// <summary>With a message of its own.</summary>
    public NotPositiveDefiniteException(string message)
        : base(message)
    {
    }

    /// <summary>With a message and a cause.</summary>
    public NotPositiveDefiniteException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    internal static void ThrowUnless(bool factored)
    {
        if (!factored)
        {
            throw new NotPositiveDefiniteException();
        }
    }
}
