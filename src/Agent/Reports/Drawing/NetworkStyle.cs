namespace Murmuration.Agent.Reports.Drawing;

/// <summary>The colors of drawn networks, light and dark.</summary>
internal static class NetworkStyle
{
    /// <summary>Rules for what <see cref="NetworkDrawing"/> draws, for a page or for the drawing itself. They set no
    /// sizes: these stand in the drawing.</summary>
    public const string Css = """
        .network { --ink: #1c2733; --line: #8894a0; --agent: #0072b2; --paper: #ffffff; --late: #c77700;
          --lost: #c0392b; --faint: #c5ccd3; }
        @media (prefers-color-scheme: dark) { .network { --ink: #dfe6ec; --line: #77838f; --agent: #4aa8e0;
          --paper: #14191f; --late: #f0a830; --lost: #ff6f61; --faint: #3b454f; } }
        .network text { fill: var(--ink); font-family: system-ui, sans-serif; paint-order: stroke;
          stroke: var(--paper); stroke-width: 2.5; stroke-linejoin: round; }
        .network .link { fill: none; stroke: var(--line); stroke-linejoin: round; }
        .network .link.suspended { stroke: var(--late); stroke-dasharray: 6 4; }
        .network .link.down { stroke: var(--lost); stroke-dasharray: 2 4; }
        .network .link.closed { stroke: var(--faint); stroke-dasharray: 2 4; }
        .network .agent circle { fill: var(--agent); stroke: var(--paper); }
        .network .agent.behind circle { fill: var(--late); }
        .network .agent.away circle { fill: var(--paper); stroke: var(--lost); }
        .network .agent.departed circle { fill: var(--paper); stroke: var(--faint); }
        """;
}
