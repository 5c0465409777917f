using System.Text;

namespace Murmuration.UserSpaceSwitch;

/// <summary>Understands the commands that come line by line while the switch runs.</summary>
internal sealed class SwitchConsole(Switch core)
{
    private const string Usage = "cut A [B], join A [B], oneway A B, stats, quit";

    private int _line;

    /// <summary>Carries a command out: its answer, which ends with a line that begins with ok or error.</summary>
    public string Execute(string command)
    {
        _line++;
        var words = command.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        try
        {
            return Dispatch(words) + string.Join(' ', words.Prepend("ok"));
        }
        catch (SwitchException e)
        {
            return $"error: line {_line}, '{command}': {e.Message}";
        }
    }

    private string Dispatch(string[] words)
    {
        switch (words)
        {
            case ["cut" or "join", var one]:
                core.Cuts.SetAll(Index(one), words[0] == "cut");
                return "";
            case ["cut" or "join", var one, var other]:
                core.Cuts.SetBoth(Index(one), Index(other), words[0] == "cut");
                return "";
            case ["oneway", var from, var to]:
                core.Cuts.SetOneWay(Index(from), Index(to), cut: true);
                return "";
            case ["stats"]:
                return Statistics();
            case ["quit"]:
                return "";
            default:
                throw new SwitchException($"not understood; the commands are {Usage}");
        }
    }

    private string Statistics()
    {
        var text = new StringBuilder();
        foreach (var port in core.Ports)
        {
            var count = port.Counters;
            text.AppendLine(
                $"{port.Name} received={count.Received} receivedBytes={count.ReceivedBytes} "
                + $"delivered={count.Delivered} deliveredBytes={count.DeliveredBytes} "
                + $"lost={count.Lost} dropped={count.Dropped} cut={count.Cut}");
        }

        return text.ToString();
    }

    private int Index(string name)
    {
        for (var port = 0; port < core.Ports.Count; port++)
        {
            if (core.Ports[port].Name == name)
            {
                return port;
            }
        }

        var known = string.Join(", ", core.Ports.Select(port => port.Name));
        throw new SwitchException($"no port {name}; the ports are {known}");
    }
}
