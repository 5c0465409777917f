namespace Murmuration.Benchmarks.Table;

/// <summary>A part of the table: one subject, measured against its peers.</summary>
internal interface ISection
{
    /// <summary>What it is called on the command line, for example "products".</summary>
    string Name { get; }

    /// <summary>Its heading: what is measured and in which unit.</summary>
    string Title { get; }

    /// <summary>Measures and adds its rows, and a line for every peer that is absent.</summary>
    void Measure(BenchmarkTable table);
}
