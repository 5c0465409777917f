namespace Murmuration.Agent.Data.Generated;

/// <summary>
/// A small square of paper: squared distances of its pixels' centres from the ink, turned into grey values.
/// </summary>
internal sealed class DigitCanvas(int side)
{
    private readonly double[] _distances = new double[side * side];

    public void Clear() => Array.Fill(_distances, double.MaxValue);

    /// <summary>
    /// Draws a polyline of the unit square; only pixels within <paramref name="reach"/> (a length there) are touched.
    /// </summary>
    public void Draw(ReadOnlySpan<double> path, double reach)
    {
        for (var i = 0; i + 3 < path.Length; i += 2)
        {
            DrawSegment(path[i] * side, path[i + 1] * side, path[i + 2] * side, path[i + 3] * side, (reach * side) + 1);
        }
    }

    /// <summary>
    /// Grey values 0..1 in steps of 1/255, so that a last-bit difference of a machine's sine cannot show: ink within
    /// <paramref name="radius"/> of the path with a soft edge of one pixel, times <paramref name="contrast"/>, plus
    /// noise.
    /// </summary>
    public void Develop(double radius, double contrast, double noise, RandomStream random, Span<float> pixels)
    {
        for (var i = 0; i < pixels.Length; i++)
        {
            var ink = Math.Clamp(0.5 + (radius * side) - Math.Sqrt(_distances[i]), 0, 1);
            var grey = (contrast * ink) + (noise * random.NextNormal());
            pixels[i] = (float)Math.Round(255 * Math.Clamp(grey, 0, 1)) / 255;
        }
    }

    private void DrawSegment(double x0, double y0, double x1, double y1, double reach)
    {
        var top = (int)Math.Max(0, Math.Min(y0, y1) - reach);
        var bottom = (int)Math.Min(side - 1, Math.Max(y0, y1) + reach);
        var left = (int)Math.Max(0, Math.Min(x0, x1) - reach);
        var right = (int)Math.Min(side - 1, Math.Max(x0, x1) + reach);
        var (dx, dy) = (x1 - x0, y1 - y0);
        var scale = 1 / Math.Max((dx * dx) + (dy * dy), 1e-12);
        for (var row = top; row <= bottom; row++)
        {
            for (var column = left; column <= right; column++)
            {
                var (x, y) = (column + 0.5 - x0, row + 0.5 - y0);
                var t = Math.Clamp(((x * dx) + (y * dy)) * scale, 0, 1);
                var (offX, offY) = (x - (t * dx), y - (t * dy));
                ref var distance = ref _distances[(row * side) + column];
                distance = Math.Min(distance, (offX * offX) + (offY * offY));
            }
        }
    }
}
