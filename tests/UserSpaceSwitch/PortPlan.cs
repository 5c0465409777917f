namespace Murmuration.UserSpaceSwitch;

/// <summary>A port as the command line asks for it.</summary>
/// <param name="Name">What commands call it.</param>
/// <param name="Space">The network namespace that it is plugged into.</param>
internal sealed record PortPlan(string Name, string Space)
{
    /// <summary>Reads NAME=NAMESPACE, or a namespace that is its own name.</summary>
    public static PortPlan Parse(string text) => text.Split('=') switch
    {
        [{ Length: > 0 } name] => new PortPlan(name, name),
        [{ Length: > 0 } name, { Length: > 0 } space] => new PortPlan(name, space),
        _ => throw new SwitchException($"--port {text}: write NAME=NAMESPACE, for example a0=net0"),
    };
}
