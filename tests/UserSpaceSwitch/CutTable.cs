namespace Murmuration.UserSpaceSwitch;

/// <summary>Which ways from port to port are cut.</summary>
internal sealed class CutTable(int portCount)
{
    private readonly bool[,] _cut = new bool[portCount, portCount];

    /// <summary>Whether frames from one port to another are lost.</summary>
    public bool IsCut(int from, int to) => _cut[from, to];

    /// <summary>Cuts or joins one direction between two ports.</summary>
    public void SetOneWay(int from, int to, bool cut) => _cut[from, to] = cut;

    /// <summary>Cuts or joins both directions between two ports.</summary>
    public void SetBoth(int one, int other, bool cut)
    {
        SetOneWay(one, other, cut);
        SetOneWay(other, one, cut);
    }

    /// <summary>Cuts or joins all that touches a port, whatever was cut there before.</summary>
    public void SetAll(int port, bool cut)
    {
        for (var other = 0; other < portCount; other++)
        {
            SetBoth(port, other, cut);
        }
    }
}
