using System.Security.Cryptography;
using System.Text;
using Murmuration.Agent.Metrics;
using Murmuration.Agent.Training;

namespace Murmuration.Agent.Control;

/// <summary>Answers requests to one agent.</summary>
internal sealed class ControlDesk(AgentSetup setup, RunControl control, NetworkWatch watch)
{
    /// <summary>The request for all agents to stop after the same round.</summary>
    public const string Stop = "stop";

    /// <summary>The request for this agent to leave for good.</summary>
    public const string Leave = "leave";

    /// <summary>The request for what this agent knows of all.</summary>
    public const string Status = "status";

    /// <summary>The request for who this is.</summary>
    public const string Who = "who";

    private const int DigestBytes = 6;

    private ControlReply Self => new()
    {
        Run = setup.Run.Name,
        Id = setup.Id,
        Network = Network(),
        Process = Environment.ProcessId,
    };

    /// <summary>Does what is asked; answers when it is done.</summary>
    public async Task<ControlReply> AnswerAsync(string request)
    {
        switch (request)
        {
            case Who:
                return Self;
            case Status:
                return Self with { Snapshot = watch.Now() };
            case Stop:
                control.StopAll();
                return await WhenEndedAsync();
            case Leave:
                control.Leave();
                return await WhenEndedAsync();
            default:
                return Self with { Error = $"'{request}' is none of {Stop}, {Leave}, {Status}, {Who}" };
        }
    }

    private async Task<ControlReply> WhenEndedAsync()
    {
        try
        {
            return Self with { Rounds = await control.Ended };
        }
        catch (OperationCanceledException)
        {
            return Self with { Error = "it failed before it could end in order; its log says why" };
        }
    }

    private string Network()
    {
        var addresses = setup.Schedule.Agents.Select(agent => agent.ToString());
        var text = string.Join('\n', [setup.Run.Name, setup.Schedule.Fingerprint, .. addresses]);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, DigestBytes));
    }
}
