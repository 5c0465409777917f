namespace Murmuration.Agent.Reports.Drawing;

/// <summary>An agent's id in a drawing of a network, in the drawing's units.</summary>
/// <param name="Text">The id.</param>
/// <param name="X">Where it begins, has its middle or ends, as the anchor says.</param>
/// <param name="Y">Its base line.</param>
/// <param name="Size">Height of the font.</param>
/// <param name="Anchor">As SVG has it: start, middle or end.</param>
internal sealed record NetworkLabel(string Text, double X, double Y, double Size, string Anchor)
{
    /// <summary>Width of a letter by the font's height, about.</summary>
    private const double LetterWidth = 0.6;

    private const double Slant = 0.4;

    /// <summary>Its left edge.</summary>
    public double Left => Anchor switch { "start" => X, "end" => X - Length, _ => X - (Length / 2) };

    /// <summary>Its right edge.</summary>
    public double Right => Left + Length;

    private double Length => Text.Length * Size * LetterWidth;

    private double Top => Y - (0.75 * Size);

    /// <summary>A label beside an agent.</summary>
    /// <param name="id">The agent's id.</param>
    /// <param name="agent">Where the agent stands.</param>
    /// <param name="side">The direction in which the label lies, of length one.</param>
    /// <param name="radius">The agent's radius.</param>
    public static NetworkLabel Beside(
        string id, (double X, double Y) agent, (double X, double Y) side, double radius)
    {
        var size = Math.Clamp(1.4 * radius, 6, 12);
        var away = radius + (0.35 * size);
        return new(
            id,
            agent.X + (side.X * away),
            agent.Y + (side.Y * (away + (0.3 * size))) + (0.35 * size),
            size,
            side.X switch { > Slant => "start", < -Slant => "end", _ => "middle" });
    }

    /// <summary>Whether it covers a part of another one.</summary>
    public bool Covers(NetworkLabel other) =>
        Left < other.Right && other.Left < Right && Top < other.Y && other.Top < Y;

    /// <summary>Whether it covers a part of an agent.</summary>
    public bool Covers((double X, double Y) agent, double radius) =>
        Left < agent.X + radius && agent.X - radius < Right && Top < agent.Y + radius && agent.Y - radius < Y;
}
