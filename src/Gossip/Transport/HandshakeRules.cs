using System.Text;
using Murmuration.Gossip.Protocol;

namespace Murmuration.Gossip.Transport;

/// <summary>What this agent says of itself in a handshake, and what it asks of the other.</summary>
internal sealed class HandshakeRules
{
    private readonly TcpNeighbourhoodOptions _options;

    public HandshakeRules(TcpNeighbourhoodOptions options)
    {
        _options = options;
        Check(options.RunId, nameof(options.RunId));
        Check(options.ModelFingerprint, nameof(options.ModelFingerprint));
        Check(options.Schedule.Fingerprint, nameof(options.Schedule.Fingerprint));
        Check(options.AgentId, nameof(options.AgentId));
    }

    public Handshake Own(NeighbourLink link, int received) => new(
        _options.RunId,
        _options.Schedule.Fingerprint,
        _options.ModelFingerprint,
        _options.AgentId,
        link.Agent.Id,
        received,
        _options.VectorLength,
        _options.ScalarCount);

    /// <summary>The refusal that another version calls for, null for the same.</summary>
    public HandshakeException? CheckVersion(byte version, string sender) => version == FrameFormat.Version
        ? null
        : Differs(RejectCode.Version, "protocol version", sender, $"{version}", $"{FrameFormat.Version}");

    /// <summary>The refusal that the other's handshake calls for, null when the two belong together.</summary>
    public HandshakeException? Check(Handshake theirs)
    {
        var sender = $"agent '{theirs.From}'";
        return theirs.Run != _options.RunId
                ? Differs(RejectCode.Run, "run", sender, theirs.Run, _options.RunId)
            : theirs.Topology != _options.Schedule.Fingerprint
                ? Differs(RejectCode.Topology, "topology", sender, theirs.Topology, _options.Schedule.Fingerprint)
            : theirs.Model != _options.ModelFingerprint
                ? Differs(RejectCode.Model, "model", sender, theirs.Model, _options.ModelFingerprint)
            : theirs.To != _options.AgentId
                ? new(RejectCode.Recipient, $"{sender} meant agent '{theirs.To}', but reached '{_options.AgentId}'")
            : theirs.VectorLength != _options.VectorLength
                ? Differs(
                    RejectCode.VectorLength, "message length", sender, $"{theirs.VectorLength}",
                    $"{_options.VectorLength}")
            : theirs.ScalarCount != _options.ScalarCount
                ? Differs(
                    RejectCode.ScalarCount, "number of scalars", sender, $"{theirs.ScalarCount}",
                    $"{_options.ScalarCount}")
            : null;
    }

    /// <summary>The refusal when one of the two has forgotten what was sent and confirmed, null when neither
    /// has.</summary>
    public HandshakeException? CheckState(Handshake theirs, NeighbourLink link) =>
        theirs.Received < link.SettledRound
            ? new(
                RejectCode.LostState,
                $"agent '{theirs.From}' has received up to round {theirs.Received}, but had confirmed round " +
                $"{link.SettledRound} to '{_options.AgentId}': it was restarted without its state")
            : theirs.Received > link.LastOffered
                ? new(
                    RejectCode.LostState,
                    $"agent '{theirs.From}' has received up to round {theirs.Received}, but '{_options.AgentId}' has " +
                    $"sent up to round {link.LastOffered} only: '{_options.AgentId}' was restarted without its state")
                : null;

    private HandshakeException Differs(RejectCode code, string what, string sender, string theirs, string ours) =>
        new(code, $"{what} differs: {sender} has '{theirs}', '{_options.AgentId}' has '{ours}'");

    private static void Check(string text, string name)
    {
        if (string.IsNullOrEmpty(text) || Encoding.UTF8.GetByteCount(text) > FrameFormat.MaxTextBytes)
        {
            throw new ArgumentException(
                $"{name} must be 1 to {FrameFormat.MaxTextBytes} bytes of UTF-8, not '{text}'", name);
        }

        if (text.Any(char.IsControl))
        {
            throw new ArgumentException($"{name} holds a control character, which neighbours would refuse", name);
        }
    }
}
