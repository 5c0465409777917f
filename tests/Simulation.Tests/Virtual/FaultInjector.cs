namespace Murmuration.Simulation.Tests.Virtual;

/// <summary>Lets planned faults come.</summary>
internal static class FaultInjector
{
    /// <summary>An agent begins a round.</summary>
    public static void OnRound(VirtualNetwork network, VirtualDaemon agent, int round)
    {
        foreach (var fault in network.Faults.OnRound(agent.Index, round))
        {
            fault.Fired++;
            Fire(network, agent, fault);
        }
    }

    private static void Fire(VirtualNetwork network, VirtualDaemon agent, Fault fault)
    {
        switch (fault.Kind)
        {
            case FaultKind.CutOneWay:
                network.Cut(fault.Agent, fault.Peer, fault.Duration);
                break;
            case FaultKind.CutBothWays:
                network.Cut(fault.Agent, fault.Peer, fault.Duration);
                network.Cut(fault.Peer, fault.Agent, fault.Duration);
                break;
            case FaultKind.Partition:
                network.Split(fault.Peer, fault.Duration);
                break;
            case FaultKind.Pause:
                Pause(network, agent.Process, fault.Duration);
                break;
            case FaultKind.Slow:
                agent.BeSlow(fault.Duration);
                break;
            case FaultKind.StopAndReturn:
                agent.Leave(fault.Duration);
                break;
            default:
                KillSoon(network, agent, fault);
                break;
        }
    }

    private static void Pause(VirtualNetwork network, VirtualProcess process, TimeSpan time)
    {
        process.Pause();
        network.Loop.After(time, owner: null, process.Continue);
    }

    /// <summary>Somewhere in the middle of its work.</summary>
    private static void KillSoon(VirtualNetwork network, VirtualDaemon agent, Fault fault)
    {
        var process = agent.Process;
        network.Loop.After(10 * network.NextDelay(), owner: null, () =>
        {
            if (process != agent.Process || !process.IsAlive)
            {
                fault.Fired--;
                return;
            }

            agent.Kill();
            if (fault.Kind == FaultKind.ReturnTwice)
            {
                agent.GoBackToExact();
            }

            agent.ReturnAfter(fault.Duration, fault.Kind != FaultKind.CrashWithoutDisk);
        });
    }
}
