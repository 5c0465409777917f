using System.Globalization;

namespace Murmuration.Agent.Reports.Drawing;

/// <summary>Numbers as SVG wants them, whatever the language of the machine.</summary>
internal static class SvgText
{
    /// <summary>The text in the invariant culture.</summary>
    public static string Of(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
