namespace Murmuration.Agent.Reports.Runs;

/// <summary>
/// A series over rounds that never holds more than so many points: when it is full, it keeps one point of every two
/// rounds, then of every four, and so on. Series with the same rounds keep the same ones. The newest point is always
/// there.
/// </summary>
/// <param name="most">Most points that are held, the newest not counted.</param>
/// <param name="roundOf">The round of a point.</param>
internal sealed class ThinnedSeries<T>(int most, Func<T, int> roundOf)
{
    private readonly List<T> _kept = [];
    private long _stride = 1;
    private bool _endsWithNewest;

    /// <summary>The newest point.</summary>
    public T? Newest { get; private set; }

    /// <summary>The points, rounds ascending.</summary>
    public IReadOnlyList<T> Points => _kept.Count == 0 || _endsWithNewest ? [.. _kept] : [.. _kept, Newest!];

    /// <summary>Takes the next point. One that goes back takes the place of those after it: the agent has begun again
    /// from an older state.</summary>
    public void Add(T point)
    {
        var round = roundOf(point);
        if (_kept.Count > 0 && round <= roundOf(Newest!))
        {
            _kept.RemoveAll(one => roundOf(one) >= round);
        }

        Newest = point;
        _endsWithNewest = _kept.Count == 0 || Bucket(point) > Bucket(_kept[^1]);
        if (_endsWithNewest)
        {
            _kept.Add(point);
        }

        while (_kept.Count > most)
        {
            _stride *= 2;
            Thin();
        }
    }

    private long Bucket(T point) => roundOf(point) / _stride;

    /// <summary>Keeps the first point of every stride.</summary>
    private void Thin()
    {
        var bucket = -1L;
        var count = _kept.RemoveAll(point =>
        {
            var isFirst = Bucket(point) != bucket;
            bucket = Bucket(point);
            return !isFirst;
        });
        _endsWithNewest = _endsWithNewest && (count == 0 || roundOf(_kept[^1]) == roundOf(Newest!));
    }
}
