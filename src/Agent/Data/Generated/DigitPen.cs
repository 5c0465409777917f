namespace Murmuration.Agent.Data.Generated;

/// <summary>
/// One person's hand on one occasion: how far the points of a style are moved, and the way they lie on the paper
/// (rotation, slant, size, place and a slow wave).
/// </summary>
internal sealed class DigitPen
{
    private const double MaximumRotation = 15 * Math.PI / 180;
    private const int CurveSteps = 6;
    private const int LineSteps = 3;

    private readonly RandomStream _random;
    private readonly double _jitter;
    private readonly double _xx, _xy, _yx, _yy, _left, _top;
    private readonly double _waveHeight, _wavePhaseX, _wavePhaseY;

    public DigitPen(RandomStream random)
    {
        _random = random;
        var rotation = Math.Clamp(random.NextNormal() * 0.11, -MaximumRotation, MaximumRotation);
        var slant = Math.Clamp((random.NextNormal() * 0.14) + 0.06, -0.3, 0.4);
        var width = random.NextUniform(0.78, 1.12);
        var height = random.NextUniform(0.84, 1.06);
        var (sine, cosine) = Math.SinCos(rotation);
        _xx = cosine * width;
        _xy = (-cosine * slant * height) - (sine * height);
        _yx = sine * width;
        _yy = (cosine * height) - (sine * slant * height);
        _left = 0.5 + random.NextUniform(-0.07, 0.07);
        _top = 0.5 + random.NextUniform(-0.06, 0.06);
        _jitter = random.NextUniform(0.012, 0.034);
        _waveHeight = random.NextUniform(0, 0.036);
        _wavePhaseX = random.NextUniform(0, 2 * Math.PI);
        _wavePhaseY = random.NextUniform(0, 2 * Math.PI);
    }

    /// <summary>
    /// The stroke as this hand writes it: points x₀ y₀ x₁ y₁ … of a fine polyline, appended to <paramref name="path"/>.
    /// </summary>
    public void Write(DigitStroke stroke, List<double> path)
    {
        var points = Move(stroke);
        for (var from = 0; from + 1 < stroke.PointCount; from++)
        {
            if (stroke.IsCurve)
            {
                AddCurve(points, from, path);
            }
            else
            {
                AddLine(points, from, path);
            }
        }

        path.Add(points[^2]);
        path.Add(points[^1]);
    }

    private double[] Move(DigitStroke stroke)
    {
        var moved = new double[stroke.Points.Length];
        for (var i = 0; i < moved.Length; i += 2)
        {
            var x = stroke.Points[i] + (_jitter * _random.NextNormal()) - 0.5;
            var y = stroke.Points[i + 1] + (_jitter * _random.NextNormal()) - 0.5;
            var waveX = _waveHeight * Math.Sin((7 * y) + _wavePhaseX);
            var waveY = _waveHeight * Math.Sin((7 * x) + _wavePhaseY);
            moved[i] = _left + (_xx * (x + waveX)) + (_xy * (y + waveY));
            moved[i + 1] = _top + (_yx * (x + waveX)) + (_yy * (y + waveY));
        }

        return moved;
    }

    // Catmull–Rom: passes through the points, and its tangent at each is half the chord of its neighbours.
    private static void AddCurve(double[] points, int from, List<double> path)
    {
        var last = (points.Length / 2) - 1;
        for (var step = 0; step < CurveSteps; step++)
        {
            var t = (double)step / CurveSteps;
            for (var axis = 0; axis < 2; axis++)
            {
                var before = points[(2 * Math.Max(from - 1, 0)) + axis];
                var start = points[(2 * from) + axis];
                var end = points[(2 * (from + 1)) + axis];
                var after = points[(2 * Math.Min(from + 2, last)) + axis];
                var bend = (2 * before) - (5 * start) + (4 * end) - after;
                var twist = (3 * (start - end)) + after - before;
                path.Add(start + (t / 2 * (end - before + (t * (bend + (t * twist))))));
            }
        }
    }

    // No hand draws a straight line: each is bowed a little to one side.
    private void AddLine(double[] points, int from, List<double> path)
    {
        var (x, y) = (points[2 * from], points[(2 * from) + 1]);
        var (dx, dy) = (points[(2 * from) + 2] - x, points[(2 * from) + 3] - y);
        var bow = 0.12 * _random.NextNormal();
        for (var step = 0; step < LineSteps; step++)
        {
            var t = (double)step / LineSteps;
            var aside = bow * t * (1 - t);
            path.Add(x + (t * dx) - (aside * dy));
            path.Add(y + (t * dy) + (aside * dx));
        }
    }
}
