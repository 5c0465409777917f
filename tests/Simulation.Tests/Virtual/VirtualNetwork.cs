namespace Murmuration.Simulation.Tests.Virtual;

/// <summary>Everything between the agents: who is there, what is cut, how long a way takes.</summary>
internal sealed class VirtualNetwork(int agentCount, int seed, FaultPlan faults)
{
    private readonly Random _random = new(seed);
    private readonly VirtualExchange?[] _present = new VirtualExchange?[agentCount];
    private readonly int[,] _cuts = new int[agentCount, agentCount];
    private readonly List<VirtualConnection> _connections = [];
    private long _letterId;

    public EventLoop Loop { get; } = new();

    public FaultPlan Faults => faults;

    /// <summary>Letters that have overtaken others, which ends their connection.</summary>
    public int Overtaken { get; set; }

    /// <summary>Times that an agent was told that it has forgotten something.</summary>
    public int NewLives { get; set; }

    /// <summary>Rules that were broken.</summary>
    public List<string> Violations { get; } = [];

    public bool IsCut(int from, int to) => _cuts[from, to] > 0;

    /// <summary>One way over the network: 1 to 5 ms.</summary>
    public TimeSpan NextDelay() => TimeSpan.FromMilliseconds(1 + (4 * _random.NextDouble()));

    /// <summary>A number that no letter of the run has had.</summary>
    public long NextLetterId() => ++_letterId;

    public void Require(bool isKept, string rule)
    {
        if (!isKept)
        {
            Violations.Add(rule);
        }
    }

    public void Appear(VirtualExchange exchange) => _present[exchange.AgentIndex] = exchange;

    /// <summary>A process has ended, in order or not.</summary>
    public void Vanish(VirtualExchange exchange)
    {
        _present[exchange.AgentIndex] = null;
        foreach (var connection in _connections.Where(connection => connection.Involves(exchange)).ToList())
        {
            connection.Break();
        }
    }

    public void Dial(VirtualExchange dialer, int peer)
    {
        if (_present[peer] is not { } listener || IsCut(dialer.AgentIndex, peer))
        {
            dialer.DialAgain(peer);
            return;
        }

        var connection = new VirtualConnection(this, dialer, listener);
        _connections.Add(connection);
        connection.Open();
    }

    public void Forget(VirtualConnection connection) => _connections.Remove(connection);

    /// <summary>Nothing passes one way for a time.</summary>
    public void Cut(int from, int to, TimeSpan time)
    {
        _cuts[from, to]++;
        Loop.After(time, owner: null, () => Heal(from, to));
    }

    /// <summary>The agents up to an index are apart from the others for a time.</summary>
    public void Split(int last, TimeSpan time)
    {
        for (var one = 0; one <= last; one++)
        {
            for (var other = last + 1; other < _present.Length; other++)
            {
                Cut(one, other, time);
                Cut(other, one, time);
            }
        }
    }

    private void Heal(int from, int to)
    {
        if (--_cuts[from, to] == 0)
        {
            foreach (var connection in _connections)
            {
                connection.WireOf(from, to)?.Flush();
            }
        }
    }
}
