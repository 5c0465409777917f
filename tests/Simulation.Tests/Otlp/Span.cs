namespace Murmuration.Simulation.Tests.Otlp;

/// <summary>A span as a collector gets it.</summary>
/// <param name="Service">Instance of the service that has sent it.</param>
/// <param name="Trace">Id of its trace.</param>
/// <param name="Id">Its id.</param>
/// <param name="Parent">Id of the span that it is a part of, empty for a root.</param>
/// <param name="Name">Its name.</param>
/// <param name="Attributes">Names of its attributes.</param>
internal sealed record Span(
    string Service, string Trace, string Id, string Parent, string Name, IReadOnlyList<string> Attributes);
