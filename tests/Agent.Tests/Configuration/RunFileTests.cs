using Murmuration.Agent.Configuration;
using Murmuration.Testing;

namespace Murmuration.Agent.Tests.Configuration;

public sealed class RunFileTests
{
    [Fact]
    public void An_empty_file_gives_the_defaults()
    {
        using var folder = new TemporaryFolder();
        Assert.Equal(RunFile.ToJson(new RunOptions()), RunFile.ToJson(Load(folder, "{ }")));
    }

    [Fact]
    public void Comments_and_trailing_commas_are_read_over()
    {
        using var folder = new TemporaryFolder();
        var run = Load(folder, "// a run\n{ \"rounds\": 3, /* few */ \"seed\": 4, }");
        Assert.Equal((3, 4), (run.Rounds, run.Seed));
    }

    [Fact]
    public void A_written_run_reads_back_equal()
    {
        using var folder = new TemporaryFolder();
        const string text =
            """
            {
              "model": { "hidden": [3, 2] }, "algorithm": { "name": "sonata", "tau": 2.5 },
              "regularizer": { "l1": 0.1 }, "checkpoints": { "every": 0, "keep": 1 },
              "stop": { "cost": 0.5 }, "links": { "deadlineFloor": 0.5, "local": false }
            }
            """;
        var run = Load(folder, text);
        Assert.Equal(RunFile.ToJson(run), RunFile.ToJson(Load(folder, RunFile.ToJson(run))));
    }

    [Fact]
    public void Later_overrides_win()
    {
        using var folder = new TemporaryFolder();
        (string, string)[] overrides =
            [("rounds", "5"), ("algorithm.tau", "2"), ("model.hidden", "[7]"), ("rounds", "6")];
        var run = Load(folder, """{ "rounds": 3 }""", overrides);
        Assert.Equal((6, 2.0, 7), (run.Rounds, run.Algorithm.Tau, run.Model.Hidden!.Single()));
    }

    [Fact]
    public void The_environment_overrides_keys_by_double_underscores()
    {
        var variables = new Dictionary<string, string> { ["MURMURATION__algorithm__tau"] = "2", ["OTHER"] = "x" };
        Assert.Equal([KeyValuePair.Create("algorithm.tau", "2")], RunFile.EnvironmentOverrides(variables));
    }

    [Theory]
    [InlineData("""{ "raunds": 3 }""", "unknown key 'raunds'; nearest keys here: rounds,")]
    [InlineData("""{ "algorithm": { "taw": 3 } }""", "unknown key 'algorithm.taw'; nearest keys here: algorithm.tau,")]
    [InlineData("""{ "zzzzzzzz": 3 }""", "unknown key 'zzzzzzzz'; nearest keys here:")]
    [InlineData("""{ "rounds": "many" }""", "key 'rounds': \"many\" cannot be used here (a whole number is needed)")]
    [InlineData(
        """{ "algorithm": { "name": "nxt" } }""",
        "key 'algorithm.name': \"nxt\" cannot be used here; use one of next, sonata")]
    [InlineData("""{ "rounds": -1 }""", "key 'rounds': -1 must lie in")]
    [InlineData("""{ "algorithm": { "alpha": 1.5 } }""", "key 'algorithm.alpha': 1.5 must lie in (0, 1]")]
    [InlineData("""{ "algorithm": { "tau": 0 } }""", "key 'algorithm.tau': 0 must be positive")]
    [InlineData("""{ "model": { "hidden": [0] } }""", "key 'model.hidden': 0 is no layer width")]
    [InlineData("""{ "model": { "preset": "lenet", "hidden": [40] } }""", "key 'model.hidden': 40 belongs to")]
    [InlineData(
        """{ "model": { "layers": ["dense"], "activation": "relu" } }""", "key 'model.activation': Relu belongs to")]
    [InlineData(
        """{ "regularizer": { "l1": 1 }, "algorithm": { "name": "gradientTracking" } }""",
        "needs a proximal algorithm")]
    [InlineData("""{ "regularizer": { "l1": 1 }, "algorithm": { "solver": "primal" } }""", "cannot handle l1")]
    [InlineData("""{ "model": null }""", "key 'model'")]
    [InlineData("""{ "name": { "a": 1 } }""", "key 'name'")]
    [InlineData("""{ "rounds": 3, "rounds": 4 }""", "a key is given twice")]
    [InlineData("""{ "name": "../x" }""", "key 'name'")]
    [InlineData("""{ "algorithm": { "name": "sonata", "tauRule": "adaptive" } }""", "key 'algorithm.tauRule'")]
    [InlineData("""{ "checkpoints": { "every": -1 } }""", "key 'checkpoints.every': -1 must be 0")]
    [InlineData("""{ "checkpoints": { "keep": 0 } }""", "key 'checkpoints.keep': 0 must be 1 or more")]
    [InlineData("""{ "checkpoints": { "evry": 1 } }""", "nearest keys here: checkpoints.every")]
    [InlineData("""{ "stop": { "cost": 0 } }""", "key 'stop.cost': 0 must be positive")]
    [InlineData("""{ "stop": { "disagreement": -1e-3 } }""", "key 'stop.disagreement': -0.001 must be positive")]
    [InlineData("""{ "links": { "deadlineFloor": 0 } }""", "key 'links.deadlineFloor': 0 must lie in (0,")]
    [InlineData(
        """{ "links": { "deadlineFloor": 9, "deadlineCeiling": 8 } }""",
        "key 'links.deadlineCeiling': 8 must lie between links.deadlineFloor and")]
    [InlineData("""{ "links": { "deadAfter": -1 } }""", "key 'links.deadAfter': -1 must lie in 0 (never)")]
    [InlineData(
        """{ "algorithm": { "localSteps": 5 } }""", "key 'algorithm.localSteps': 5 is more than 'next' takes; use 1")]
    [InlineData(
        """{ "algorithm": { "optimizer": { "name": "adamW" } } }""",
        "key 'algorithm.optimizer': adamW is nothing that 'next' uses")]
    [InlineData(
        """{ "algorithm": { "optimizer": { "name": "adam" } } }""", "cannot be used here; use one of sgd, ")]
    [InlineData(
        """{ "algorithm": { "optimizer": { "momentum": 1 } } }""",
        "key 'algorithm.optimizer.momentum': 1 must lie in [0, 1)")]
    [InlineData(
        """{ "algorithm": { "optimizer": { "weightDecay": -1 } } }""",
        "key 'algorithm.optimizer.weightDecay': -1 must be 0 or more")]
    [InlineData(
        """{ "algorithm": { "optimizer": { "schedule": "step" } } }""",
        "key 'algorithm.optimizer.schedule': step needs one of decayEvery and milestones")]
    [InlineData(
        """{ "algorithm": { "optimizer": { "milestones": [5, 5] } } }""",
        "key 'algorithm.optimizer.milestones': [5, 5] must be positive and ascend")]
    [InlineData(
        """{ "rounds": 10000, "algorithm": { "name": "decentralizedSgd", "localSteps": 1000000 } }""",
        "key 'rounds': 10000 times algorithm.localSteps = 1000000 are too many steps")]
    [InlineData(
        """{ "regularizer": { "l1": 1 }, "algorithm": { "name": "noloco" } }""", "needs a proximal algorithm")]
    [InlineData(
        """{ "algorithm": { "name": "d2", "localSteps": 2 } }""",
        "'d2' takes; use 1, or one of decentralizedSgd, ")]
    [InlineData(
        """{ "algorithm": { "name": "kgt", "optimizer": { "name": "adamW" } } }""",
        "key 'algorithm.optimizer.name': adamW takes steps that kgt cannot correct; use sgd")]
    [InlineData(
        """{ "algorithm": { "name": "kgt", "outer": { "momentum": 0.9 } } }""",
        "key 'algorithm.outer.momentum': 0.9 is nothing that 'kgt' uses, only diloco, noloco; leave it out")]
    [InlineData(
        """{ "algorithm": { "name": "diloco", "outer": { "eta": 0 } } }""",
        "key 'algorithm.outer.eta': 0 must be positive")]
    [InlineData("[]", "a run file is one JSON object")]
    [InlineData("{ \"rounds\": 3,\n \"seed\" 4 }", "line 2, column")]
    public void A_wrong_file_is_refused_in_one_line_that_names_the_key(string text, string expected)
    {
        using var folder = new TemporaryFolder();
        var error = Assert.Throws<ConfigurationException>(() => Load(folder, text));
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.StartsWith(folder.File("run.json"), error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Fact]
    public void A_missing_file_is_named()
    {
        var error = Assert.Throws<ConfigurationException>(() => RunFile.Load("/nowhere/run.json", []));
        Assert.Contains("/nowhere/run.json", error.Message, StringComparison.Ordinal);
    }

    private static RunOptions Load(TemporaryFolder folder, string text, params (string Key, string Value)[] overrides)
    {
        File.WriteAllText(folder.File("run.json"), text);
        return RunFile.Load(folder.File("run.json"), overrides.Select(o => KeyValuePair.Create(o.Key, o.Value)));
    }
}
