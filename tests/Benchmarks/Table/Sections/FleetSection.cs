namespace Murmuration.Benchmarks.Table.Sections;

/// <summary>Many agents in one process: rounds per second, and what each of them occupies.</summary>
internal sealed class FleetSection : ISection
{
    private const int Few = 64;
    private const int Many = 256;

    /// <summary>256-75-10.</summary>
    private const int WeightCount = 20_035;

    /// <summary>Weights and tracker, the message of both, two gradients, and two messages under way.</summary>
    private const int VectorsOfAgent = 2 + 2 + 2 + 4;

    private const string Tracking = """{ "name": "gradientTracking", "eta": 0.05 }""";

    private const string Linearized = """{ "name": "next", "surrogate": "full" }""";

    private const string Digits =
        """
        { "name": "digits", "data": { "generated": "digits", "samples": 5120, "testSamples": 200 },
          "model": { "hidden": [75] }, "algorithm": { "name": "gradientTracking", "eta": 0.05, "minibatch": 10 },
          "checkpoints": { "every": 0 }, "evaluateEvery": 1000 }
        """;

    public string Name => "fleet";

    public string Title => "Many agents in one process, in memory";

    public void Measure(BenchmarkTable table)
    {
        if (MurmurProgram.Find() is not { } program)
        {
            table.Skip("all rows", "the program is not built; scripts/build.sh builds it");
            return;
        }

        using var folder = new FleetFolder();
        folder.Plane(20_000);
        MeasureSmall(table, program, folder, "ring, gradient tracking", folder.Ring(1000), Tracking);
        MeasureSmall(table, program, folder, "regular graph of degree 4, the same", folder.Regular(1000, 4), Tracking);
        MeasureSmall(table, program, folder, "ring, NEXT with full linearization", folder.Ring(1000), Linearized);
        MeasureLarge(table, program, folder);
    }

    private static void MeasureSmall(
        BenchmarkTable table, MurmurProgram program, FleetFolder folder, string name, string topology, string algorithm)
    {
        var run = folder.Write("plane.json", $$"""
            { "name": "plane", "data": { "train": "plane.csv", "target": "y", "testFraction": 0.05 },
              "model": { "hidden": [10] }, "algorithm": {{algorithm}},
              "checkpoints": { "every": 0 }, "rounds": 1000, "evaluateEvery": 500 }
            """);
        var output = folder[name];
        program.Simulate(
            static _ => { }, "--transport", "memory", "--topology", topology, "--run", run,
            "--data-dir", folder["."], "--output", output);
        table.AddAbsolute(
            $"1,000 agents of 2-10-1 with 19 rows, {name}: 1,000 rounds from a cold start", "rounds/s",
            FleetFolder.RateFromStart(output), Goal.AtLeast(200));
        table.AddAbsolute("the second half of them", "rounds/s", FleetFolder.Rate(output), Goal.AtLeast(200));
    }

    private static void MeasureLarge(BenchmarkTable table, MurmurProgram program, FleetFolder folder)
    {
        var run = folder.Write("digits.json", Digits);
        var few = Train(program, folder, run, Few, rounds: 320);
        var many = Train(program, folder, run, Many, rounds: 80);
        table.AddAbsolute(
            $"{Many} agents of 256-75-10, gradient tracking, 10 rows a round", "rounds/s", many.Rate, Goal.AtLeast(10));
        if (!ProcessMemory.IsKnown)
        {
            table.Skip("memory of an agent", "this system does not say what a process occupies");
            return;
        }

        const double Vectors = VectorsOfAgent * WeightCount * sizeof(float);
        table.AddAbsolute(
            $"memory of one of those while they train ÷ its {VectorsOfAgent} vectors", "times",
            (many.Training - few.Training) / (Many - Few) / Vectors, Goal.AtMost(1.5));
        table.AddAbsolute(
            "the same at the peak, when all write their weights", "times",
            (many.Peak - few.Peak) / (Many - Few) / Vectors, Goal.AtMost(1.5));
    }

    private static (double Rate, double Training, double Peak) Train(
        MurmurProgram program, FleetFolder folder, string run, int agents, int rounds)
    {
        var output = folder[$"large-{agents}"];
        var resident = new List<long>();
        program.Simulate(
            process => resident.Add(ProcessMemory.Resident(process.Id)), "--transport", "memory",
            "--topology", folder.Ring(agents), "--run", run, "--rounds", $"{rounds}", "--output", output);
        // In the middle of the run it neither begins nor ends.
        return (FleetFolder.Rate(output), resident[resident.Count / 2], resident.Max());
    }
}
