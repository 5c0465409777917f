using Murmuration.Simulation.Tests.Packaging;
using Murmuration.Testing;

namespace Murmuration.Simulation.Tests.Launch;

/// <summary>Machines of a LAN that ssh reaches, in network namespaces: <c>with-machines.sh</c>.</summary>
internal sealed class Machines(Packages packages) : IDisposable
{
    /// <summary>
    /// What comes before every scenario: <c>launch</c> is the script with the options that it needs here, and
    /// <c>until_said TEXT FILE</c> waits until a text stands in a file.
    /// </summary>
    private const string Beginning =
        """
        set -euo pipefail
        cd "$1"
        program=$2 script=$3
        mapfile -t options < <(sed 's/^/--ssh-option\n/' ssh-options)
        command=(bash "$script" --program "$program" --every 1 "${options[@]}")
        launch() { "${command[@]}" "$@"; }
        until_said() { until grep -q "$1" "$2" 2>/dev/null; do sleep 0.2; done; }
        printf '10.88.0.%s\n' 1 2 3 >hosts
        "$program" topology make ring --hosts hosts -o topology.json
        cat >run.json <<END
        { "name": "lan", "rounds": 30, "model": { "hidden": [8] }, "evaluateEvery": 10,
          "data": { "generated": "digits", "samples": 300, "testSamples": 100, "partition": { "kind": "even" } } }
        END

        """;

    private readonly TemporaryFolder _folder = new();

    /// <summary>Path of a file among the machines.</summary>
    public string File(string name) => _folder.File(name);

    /// <summary>Runs a scenario in bash, in the folder of the machines; skips where there can be none.</summary>
    public async Task<(int? ExitCode, string Output, string Errors)> RunAsync(string scenario)
    {
        var launch = TrialScript.PathOf("launch-lan.sh");
        var around = Path.Combine(SourceTree.Root!, "tests", "Simulation.Tests", "Launch", "with-machines.sh");
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "network namespaces need root");
        var program = await packages.PathOfAsync("murmur-linux-x64");
        var script = _folder.Write("scenario.sh", Beginning + scenario);
        var run = await ToolRun.RunAsync(
            "bash", around, "3", _folder.Path, "bash", script, _folder.Path, program, launch);
        Assert.SkipWhen(run.Output.StartsWith("skipped: ", StringComparison.Ordinal), run.Output.Trim());
        return run;
    }

    /// <inheritdoc/>
    public void Dispose() => _folder.Dispose();
}
