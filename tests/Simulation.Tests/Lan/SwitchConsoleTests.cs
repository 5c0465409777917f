namespace Murmuration.Simulation.Tests.Lan;

public class SwitchConsoleTests
{
    private readonly TestLan _lan = new(3, TestLan.Perfect);

    [Fact]
    public void A_link_is_cut_both_ways_and_joined_again()
    {
        Assert.Equal("ok cut p0 p1", _lan.Console.Execute("cut p0 p1"));
        Assert.Equal(("2", "2", "01"), (Reached(0), Reached(1), Reached(2)));
        Assert.Equal("ok join p0 p1", _lan.Console.Execute("join p0 p1"));
        Assert.Equal("12", Reached(0));
    }

    [Fact]
    public void A_link_is_cut_one_way_only()
    {
        _lan.Console.Execute("oneway p0 p1");
        Assert.Equal(("2", "02"), (Reached(0), Reached(1)));
    }

    [Fact]
    public void An_agent_is_cut_off_wholly_and_joining_it_forgets_what_was_cut_there_before()
    {
        _lan.Console.Execute("oneway p1 p2");
        _lan.Console.Execute("cut p1");
        Assert.Equal(("2", "", "0"), (Reached(0), Reached(1), Reached(2)));
        _lan.Console.Execute("join p1");
        Assert.Equal(("12", "02", "01"), (Reached(0), Reached(1), Reached(2)));
    }

    [Theory]
    [InlineData("cut p0 p9", "no port p9; the ports are p0, p1, p2")]
    [InlineData("oneway p0", "not understood")]
    [InlineData("", "not understood")]
    [InlineData("slice p0 p1", "the commands are cut A [B]")]
    public void A_wrong_command_is_answered_with_its_line(string command, string expected)
    {
        _lan.Console.Execute("stats");
        var answer = _lan.Console.Execute(command);
        Assert.StartsWith("error: line 2", answer, StringComparison.Ordinal);
        Assert.Contains(expected, answer, StringComparison.Ordinal);
        Assert.Equal("12", Reached(0));
    }

    [Fact]
    public void Statistics_have_a_line_per_port()
    {
        _lan.Send(0, TestLan.Frame(0, TestLan.Everybody, length: 100));
        var lines = _lan.Console.Execute("stats").Split('\n');
        Assert.Equal(4, lines.Length);
        Assert.Equal(
            "p0 received=1 receivedBytes=100 delivered=0 deliveredBytes=0 lost=0 dropped=0 cut=0", lines[0]);
        Assert.Equal(
            "p1 received=0 receivedBytes=0 delivered=1 deliveredBytes=100 lost=0 dropped=0 cut=0", lines[1]);
        Assert.Equal("ok stats", lines[3]);
    }

    /// <summary>The ports that a frame for everybody reaches.</summary>
    private string Reached(byte from) => string.Concat(
        _lan.Send(from, TestLan.Frame(from, TestLan.Everybody)).Select(arrival => arrival.Port).Order());
}
