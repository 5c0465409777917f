using System.Text.Json.Nodes;

namespace Murmuration.Agent.Data.Checks;

/// <summary>What <c>murmur data check</c> has understood.</summary>
internal sealed record CheckResult
{
    /// <summary>Columns and classes that are listed, at most.</summary>
    public const int MostListed = 1000;

    /// <summary>What was checked.</summary>
    public required string Source { get; init; }

    /// <summary>Whether it can be used as it is.</summary>
    public bool Loads => Problem is null;

    /// <summary>Why it cannot; null where it can.</summary>
    public string? Problem { get; init; }

    /// <summary>The format's name in run files.</summary>
    public required string Format { get; init; }

    /// <summary>How the source is written.</summary>
    public required string Dialect { get; init; }

    /// <summary>Size of the file in bytes; null where there is none.</summary>
    public long? Bytes { get; init; }

    /// <summary>Rows to train on, once it loads.</summary>
    public long? TrainingRows { get; init; }

    /// <summary>Rows to test by, once it loads.</summary>
    public long? TestRows { get; init; }

    /// <summary>Rows that are left out because a value is missing.</summary>
    public int Dropped { get; init; }

    /// <summary>Numbers that a model is given of a row.</summary>
    public int? Inputs { get; init; }

    /// <summary>The shape of a row's image.</summary>
    public string? Image { get; init; }

    /// <summary>classification or regression.</summary>
    public string? Task { get; init; }

    /// <summary>Memory of the rows in bytes.</summary>
    public long? MemoryBytes { get; init; }

    /// <summary>Whether the rows exceed <c>data.memory</c> and stay on the disk.</summary>
    public bool OnDisk { get; init; }

    /// <summary>Columns, the first thousand.</summary>
    public IReadOnlyList<CheckedColumn> Columns { get; init; } = [];

    /// <summary>How many columns there are.</summary>
    public int ColumnCount { get; init; }

    /// <summary>Classes, the first thousand.</summary>
    public IReadOnlyList<CheckedClass> Classes { get; init; } = [];

    /// <summary>How many classes there are.</summary>
    public int ClassCount { get; init; }

    /// <summary>The model of the run file on this data; null without a run file.</summary>
    public string? Model { get; init; }

    /// <summary>What should be looked at.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>The part of a run file with which it loads; null where none was found.</summary>
    public JsonObject? RunFile { get; init; }
}
