using Murmuration.Agent.Simulation;

namespace Murmuration.Agent.Tests;

/// <summary>How the program starts itself again.</summary>
public class ThisProgramTests
{
    private static readonly string Library = Path.Combine(AppContext.BaseDirectory, "murmur.dll");

    [Theory]
    [InlineData("/home/ada/.dotnet/tools/murmur")]
    [InlineData("/opt/murmur-linux-x64")]
    public void An_executable_starts_itself(string running)
    {
        var again = ThisProgram.Again(running, isMurmur: true);
        Assert.Equal(running, again.FileName);
        Assert.Empty(again.ArgumentList);
    }

    [Fact]
    public void A_library_that_dotnet_runs_is_run_by_the_same_dotnet()
    {
        var again = ThisProgram.Again("/opt/dotnet/dotnet", isMurmur: true);
        Assert.Equal("/opt/dotnet/dotnet", again.FileName);
        Assert.Equal([Library], again.ArgumentList);
    }

    [Fact]
    public void Another_program_that_has_loaded_it_starts_what_lies_beside_the_library()
    {
        var again = ThisProgram.Again();
        Assert.Equal(Path.GetDirectoryName(Library), Path.GetDirectoryName(again.FileName));
        Assert.StartsWith("murmur", Path.GetFileName(again.FileName), StringComparison.Ordinal);
    }
}
