namespace Murmuration.Simulation.Tests;

/// <summary>Daemons that end with the test.</summary>
internal sealed class Fleet(IReadOnlyList<Murmur> all) : IDisposable
{
    public IReadOnlyList<Murmur> All => all;

    public Murmur this[int index] => all[index];

    public void Dispose()
    {
        foreach (var one in all)
        {
            one.Dispose();
        }
    }
}
