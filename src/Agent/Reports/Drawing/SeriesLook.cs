namespace Murmuration.Agent.Reports.Drawing;

/// <summary>How series are told apart: eight colors that differ for color-blind eyes as well, each with seven kinds of
/// dashes.</summary>
internal static class SeriesLook
{
    private const int Colors = 8;
    private const int Dashes = 7;

    /// <summary>CSS classes of a series by its place.</summary>
    public static string Of(int index)
    {
        var dash = index / Colors % Dashes;
        return dash == 0 ? $"c{index % Colors}" : $"c{index % Colors} d{dash}";
    }
}
