using BenchmarkDotNet.Running;
using Murmuration.Benchmarks.Network;
using Murmuration.Benchmarks.Table;

if (args is [AgentProcess.Mode, .. var agent])
{
    await AgentProcess.RunAsync(agent);
    return 0;
}

// The table of ratios to peers: [SECTION …] --out FILE. Anything with --filter goes to BenchmarkDotNet instead.
if (args.Contains("--filter") || args.Contains("--list"))
{
    BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
    return 0;
}

var at = Array.IndexOf(args, "--out");
var file = at >= 0 && at + 1 < args.Length ? args[at + 1] : "benchmarks.md";
string[] names = at >= 0 ? [.. args[..at], .. args.Skip(at + 2)] : args;
return TableRun.Run(names, file);
