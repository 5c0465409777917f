namespace Murmuration.Kernels.Ilgpu.StandIn;

/// <summary>
/// Finds numbers that one thread of a launch writes and another touches with no barrier between them. Threads run one
/// after the other from barrier to barrier; what a thread wrote is seen by comparing when it stops. (Who writes the
/// number that was there already is not found out, nor does it do harm.)
/// </summary>
internal sealed class AccessWatch<T>(T[] numbers)
    where T : unmanaged
{
    private readonly Access[] _lastTouch = new Access[numbers.Length];
    private readonly Access[] _otherTouch = new Access[numbers.Length];
    private readonly Access[] _lastWrite = new Access[numbers.Length];
    private readonly List<(int Index, T Old)> _touched = [];

    /// <summary>The running thread is given number <paramref name="index"/>.</summary>
    public void Touch(int index)
    {
        var access = Lane.Current.Access;
        if (_lastTouch[index] == access)
        {
            return;
        }

        if (_lastWrite[index].Races(access))
        {
            throw Race(index, _lastWrite[index], access);
        }

        _otherTouch[index] = _lastTouch[index];
        _lastTouch[index] = access;
        if (_touched.Count == 0)
        {
            Lane.Current.WhenStopped(Compare);
        }

        _touched.Add((index, numbers[index]));
    }

    private void Compare(Access access)
    {
        var races = -1;
        foreach (var (index, old) in _touched)
        {
            if (!EqualityComparer<T>.Default.Equals(old, numbers[index]))
            {
                _lastWrite[index] = access;
                races = _otherTouch[index].Races(access) ? index : races;
            }
        }

        _touched.Clear();
        if (races >= 0)
        {
            throw Race(races, _otherTouch[races], access);
        }
    }

    private static InvalidOperationException Race(int index, Access first, Access second) => new(
        $"Race at number {index}: {first} and {second} touch it with no barrier between them, and one of them writes.");
}
