using Murmuration.Agent.Configuration;
using Murmuration.Agent.Data;
using Murmuration.Agent.Metrics;
using Murmuration.Agent.Training;

namespace Murmuration.Agent.Simulation;

/// <summary>
/// The data of a simulation. Where daemons load it each for itself, rows that exceed the memory are converted once,
/// into a folder of the output that lives as long as the simulation.
/// </summary>
internal sealed class SharedRows : IDisposable
{
    private readonly string? _folder;

    private SharedRows(RunOptions run, string? folder) => (Run, _folder) = (run, folder);

    /// <summary>The run as the agents are given it.</summary>
    public RunOptions Run { get; }

    /// <summary>Finds where rows on the disk go.</summary>
    public static SharedRows For(SimulationOptions options, RunOptions run)
    {
        if (options.Transport != TransportKind.Process || run.Data.Cache is not null)
        {
            return new SharedRows(run, folder: null);
        }

        var folder = Path.Combine(options.Output, "rows");
        return new SharedRows(run with { Data = run.Data with { Cache = folder } }, folder);
    }

    /// <summary>Loads the data.</summary>
    /// <exception cref="DataException">It cannot be used.</exception>
    /// <exception cref="ConfigurationException">The run needs more of it at once than fits into memory.</exception>
    public DatasetPair Load(SimulationOptions options)
    {
        using var progress = LoadProgressView.Create(options.Quiet);
        var settings = new LoadSettings { Progress = progress, Folder = options.Output };
        var data = DataLoader.Load(Run.Data, options.DataDirectory, Run.Seed, settings);
        StreamedSamples.RequireMinibatch(Run, data.Train);
        return data;
    }

    /// <summary>Removes what was made for this simulation.</summary>
    public void Dispose()
    {
        if (_folder is null || !Directory.Exists(_folder))
        {
            return;
        }

        try
        {
            Directory.Delete(_folder, recursive: true);
        }
        catch (IOException)
        {
            // Windows keeps files that are open; they are of use to the next start with this output folder.
        }
    }
}
