using System.Security.Cryptography;
using System.Text;

namespace Murmuration.Agent.Checkpoints;

/// <summary>What a checkpoint belongs to; it is of use to the same agent of the same run only.</summary>
/// <param name="Run">Name of the run.</param>
/// <param name="Seed">Seed of the run.</param>
/// <param name="Agent">Id of the agent.</param>
/// <param name="Topology">Fingerprint of the topology schedule.</param>
/// <param name="Model">Fingerprint of the model, the data and the algorithm.</param>
internal sealed record CheckpointIdentity(string Run, int Seed, string Agent, string Topology, string Model)
{
    private const int TagBytes = 6;

    /// <summary>A short digest for file names, so that checkpoints of several runs can share a folder.</summary>
    public string Tag
    {
        get
        {
            var text = string.Join('\n', Run, Seed, Agent, Topology, Model);
            return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, TagBytes));
        }
    }

    /// <summary>The first thing in which another identity differs, with both values, or null.</summary>
    public string? DifferenceFrom(CheckpointIdentity other) =>
        Agent != other.Agent ? $"it belongs to agent '{Agent}', not '{other.Agent}'"
        : Run != other.Run ? $"it belongs to run '{Run}', not '{other.Run}'"
        : Seed != other.Seed ? $"it belongs to seed {Seed}, not {other.Seed}"
        : Topology != other.Topology ? $"it belongs to topology {Topology}, not {other.Topology}"
        : Model != other.Model ? $"it belongs to {Model}, not {other.Model}"
        : null;
}
