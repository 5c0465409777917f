using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Murmuration.Kernels.Devices.Host;

/// <summary>
/// What one place of a window meets on a plane while the window moves: lines of numbers on the plane (some apart, by
/// the stride), and lines of positions. Lines are short, so that each costs a few instructions and no call.
/// </summary>
internal readonly unsafe struct ImageLines
{
    private readonly nint _planeStart;
    private readonly nint _planeStep;
    private readonly nint _positionStart;
    private readonly nint _positionStep;
    private readonly int _stride;
    private readonly int _lines;
    private readonly int _count;

    /// <param name="window">The window.</param>
    /// <param name="line">Line of the place in the window.</param>
    /// <param name="place">Place in that line.</param>
    /// <param name="top">First line of positions at which the place lies on the plane.</param>
    /// <param name="left">First position of a line at which it does.</param>
    /// <param name="lines">Number of such lines.</param>
    /// <param name="count">Number of such positions in a line.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ImageLines(Window window, int line, int place, int top, int left, int lines, int count)
    {
        var (stride, width, padding) = (window.Stride, window.Input.Width, window.Padding);
        _planeStart = (top * stride + line - padding) * width + left * stride + place - padding;
        _planeStep = stride * width;
        _positionStart = top * window.OutputWidth + left;
        _positionStep = window.OutputWidth;
        (_stride, _lines, _count) = (stride, lines, count);
    }

    /// <summary>From the plane to the positions.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Copy(float* plane, float* positions)
    {
        float* source = plane + _planeStart, target = positions + _positionStart;
        for (var y = _lines; y > 0; y--, source += _planeStep, target += _positionStep)
        {
            if (_stride == 1)
            {
                Copy(source, target, _count);
                continue;
            }

            for (var x = 0; x < _count; x++)
            {
                target[x] = source[x * _stride];
            }
        }
    }

    /// <summary>Adds the positions to the plane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(float* positions, float* plane)
    {
        float* source = positions + _positionStart, target = plane + _planeStart;
        for (var y = _lines; y > 0; y--, source += _positionStep, target += _planeStep)
        {
            if (_stride == 1)
            {
                Add(source, target, _count);
                continue;
            }

            for (var x = 0; x < _count; x++)
            {
                target[x * _stride] += source[x];
            }
        }
    }

    /// <summary>Whole vectors; the last may overlap the one before it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Copy(float* source, float* target, int count)
    {
        if (count >= 8)
        {
            var last = count - 8;
            for (var x = 0; x < last; x += 8)
            {
                Vector256.Load(source + x).Store(target + x);
            }

            Vector256.Load(source + last).Store(target + last);
        }
        else if (count >= 4)
        {
            Vector128.Load(source).Store(target);
            Vector128.Load(source + count - 4).Store(target + count - 4);
        }
        else
        {
            for (var x = 0; x < count; x++)
            {
                target[x] = source[x];
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add(float* source, float* target, int count)
    {
        var x = 0;
        for (; x + 8 <= count; x += 8)
        {
            (Vector256.Load(source + x) + Vector256.Load(target + x)).Store(target + x);
        }

        if (x + 4 <= count)
        {
            (Vector128.Load(source + x) + Vector128.Load(target + x)).Store(target + x);
            x += 4;
        }

        for (; x < count; x++)
        {
            target[x] += source[x];
        }
    }
}
