using System.Diagnostics;
using System.Text.Json;
using Murmuration.Testing;

namespace Murmuration.Simulation.Tests.Deploy;

/// <summary>The batch script in a real Slurm of one node, in a network and among processes of its own.</summary>
public sealed class SlurmTests : IDisposable
{
    /// <summary>Names are looked up only where there is an address besides loopback, so there is a veth pair.</summary>
    private const string Script = """
        ip link set lo up
        ip link add s0 type veth peer name s1
        ip address add 10.77.0.1/24 dev s0
        ip link set s0 up
        ip link set s1 up
        head -c 1024 /dev/urandom >munge.key
        chmod 400 munge.key
        mkdir -m 755 munge
        chmod 755 .
        munged --force --key-file=$PWD/munge.key --socket=$PWD/munge/socket --pid-file=$PWD/munge/pid \
            --log-file=$PWD/munge/log --seed-file=$PWD/munge/seed
        slurmctld
        slurmd
        until [[ $(sinfo --noheader --format %T) == idle ]]; do sleep 0.2; done
        for rounds in 3 5; do
            job=$(sbatch --parsable --nodes 1 --ntasks-per-node 2 --cpus-per-task 1 --output job.log "$BATCH" \
                --rounds $rounds --set data.partition.kind=even --no-report)
            while [ -n "$(squeue --noheader --jobs $job)" ]; do sleep 0.2; done
            scontrol show job $job | grep -q JobState=COMPLETED || { cat *.log; exit 1; }
        done
        cat job.log
        """;

    private static readonly string[] Agents = ["a0", "a1"];
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Tasks_of_a_job_train_together_and_a_later_job_goes_on_from_their_checkpoints()
    {
        Tools.Require("unshare", "ip", "munged", "slurmctld", "slurmd", "sbatch", "srun");
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "a Slurm of its own needs root");
        Assert.SkipWhen(SourceTree.Root is null, SourceTree.Absent);
        var log = await RunAsync();

        Assert.Contains("2 agents on", log, StringComparison.Ordinal);
        foreach (var id in Agents)
        {
            Assert.Contains($"Agent '{id}' done after 3 rounds", log, StringComparison.Ordinal);
            Assert.Contains($"Agent '{id}' done after 5 rounds", log, StringComparison.Ordinal);
            Assert.Equal([0, 1, 2, 3, 4, 5], RoundsOf(id));
        }

        var ports = File.ReadLines(_folder.File("output/addresses.csv")).Select(line => line.Split(':')[1]).ToList();
        Assert.Equal(2, ports.Distinct(StringComparer.Ordinal).Count());
    }

    /// <summary>Rounds in the metrics: each once, unless the second job began anew.</summary>
    private IEnumerable<int> RoundsOf(string id)
    {
        foreach (var line in File.ReadLines(_folder.File($"output/{id}/metrics.jsonl")))
        {
            using var document = JsonDocument.Parse(line);
            if (document.RootElement.TryGetProperty("round", out var round))
            {
                yield return round.GetInt32();
            }
        }
    }

    private async Task<string> RunAsync()
    {
        _folder.Write("slurm.conf", Configuration(_folder.Path));
        var start = new ProcessStartInfo("unshare",
        [
            "--net", "--pid", "--fork", "--kill-child", "--mount-proc", "bash", "-euc", Script,
        ])
        {
            WorkingDirectory = _folder.Path,
        };
        start.Environment["SLURM_CONF"] = _folder.File("slurm.conf");
        start.Environment["MURMUR"] = Path.Combine(AppContext.BaseDirectory, "murmur");
        start.Environment["MURMUR_OUTPUT"] = _folder.File("output");
        start.Environment["BATCH"] = Path.Combine(SourceTree.Root!, "deploy", "slurm", "murmur.sbatch");
        var (exitCode, output, errors) = await ToolRun.RunAsync(start, "", Patience);
        Assert.True(exitCode == 0, $"exit code {exitCode}\n{output}\n{errors}");
        return output;
    }

    private static string Configuration(string folder)
    {
        var host = Environment.MachineName.Split('.')[0];
        return $"""
            ClusterName=test
            SlurmctldHost={host}(10.77.0.1)
            SlurmUser=root
            AuthType=auth/munge
            AuthInfo=socket={folder}/munge/socket
            StateSaveLocation={folder}/state
            SlurmdSpoolDir={folder}/spool
            SlurmctldPidFile={folder}/slurmctld.pid
            SlurmdPidFile={folder}/slurmd.pid
            SlurmctldLogFile={folder}/slurmctld.log
            SlurmdLogFile={folder}/slurmd.log
            SlurmdParameters=config_overrides
            ProctrackType=proctrack/linuxproc
            TaskPlugin=task/none
            SelectType=select/cons_tres
            SchedulerParameters=batch_sched_delay=0,sched_interval=1
            NodeName={host} NodeAddr=10.77.0.1 CPUs=4 State=UNKNOWN
            PartitionName=all Nodes=ALL Default=YES State=UP

            """;
    }
}
