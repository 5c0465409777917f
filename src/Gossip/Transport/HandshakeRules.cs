using System.Text;
using Murmuration.Gossip.Exchange;
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

    public Handshake Own(NeighbourLink link, LinkGreeting greeting) => new(
        _options.RunId,
        _options.Schedule.Fingerprint,
        _options.ModelFingerprint,
        _options.AgentId,
        link.Agent.Id,
        greeting,
        _options.VectorLength,
        _options.ScalarCount,
        new(_options.LetterLength, _options.LetterCapacity));

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
            : theirs.Letters.Length != _options.LetterLength
                ? Differs(
                    RejectCode.LetterLength, "letter length", sender, $"{theirs.Letters.Length}",
                    $"{_options.LetterLength}")
            : theirs.Letters.Capacity != _options.LetterCapacity
                ? Differs(
                    RejectCode.LetterCapacity, "number of letters that may wait", sender,
                    $"{theirs.Letters.Capacity}", $"{_options.LetterCapacity}")
            : null;
    }

    /// <summary>The refusal of an agent that has forgotten what it had sent or confirmed.</summary>
    /// <param name="theirs">What it says.</param>
    /// <param name="life">The latest of its lives that this agent has met.</param>
    public HandshakeException Forgot(Handshake theirs, long life) => new(
        RejectCode.LostState,
        $"agent '{theirs.From}' has sent up to round {theirs.Link.Sent} and received up to round " +
        $"{theirs.Link.Report.Received}, sent {theirs.Link.Letters.Sent} letters and taken " +
        $"{theirs.Link.Report.Taken} by its own account, but '{_options.AgentId}' remembers more: it was restarted " +
        "without its state and must begin a new life")
    {
        Life = life,
    };

    /// <summary>The refusal of a connection that is not needed now.</summary>
    public HandshakeException Busy(Handshake theirs, string why) =>
        new(RejectCode.Busy, $"agent '{_options.AgentId}' does not need a connection with '{theirs.From}': {why}");

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
