using System.Globalization;

namespace Murmuration.Agent.Data.Files;

/// <summary>Rows of a table with numbers for inputs and the target still as text.</summary>
/// <param name="Path">The file.</param>
/// <param name="TargetName">Name of the target column.</param>
/// <param name="InputCount">Inputs in a row.</param>
/// <param name="Inputs">Inputs, row by row.</param>
/// <param name="Targets">Target of each row.</param>
/// <param name="Lines">Line of each row in the file, for errors.</param>
internal sealed record TableRows(
    string Path, string TargetName, int InputCount, float[] Inputs, string[] Targets, int[] Lines)
{
    /// <summary>The targets as numbers; throws <see cref="DataException"/> at the first that is none.</summary>
    public float[] ParseTargets()
    {
        var numbers = new float[Targets.Length];
        for (var row = 0; row < numbers.Length; row++)
        {
            var isNumber =
                float.TryParse(Targets[row], NumberStyles.Float, CultureInfo.InvariantCulture, out numbers[row]);
            if (!isNumber || !float.IsFinite(numbers[row]))
            {
                throw TableRecords.FaultAt(Path, Lines[row], TargetName, Targets[row]);
            }
        }

        return numbers;
    }
}
