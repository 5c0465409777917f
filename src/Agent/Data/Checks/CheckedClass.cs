namespace Murmuration.Agent.Data.Checks;

/// <summary>What a check says of one class.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Rows">Its rows, to train on and to test by.</param>
internal sealed record CheckedClass(string Name, long Rows);
