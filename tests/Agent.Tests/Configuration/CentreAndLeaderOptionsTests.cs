using Murmuration.Agent.Configuration;
using Murmuration.Testing;

namespace Murmuration.Agent.Tests.Configuration;

/// <summary>What a run file may say of centres and leaders.</summary>
public sealed class CentreAndLeaderOptionsTests
{
    [Theory]
    [InlineData("easgd", "Easgd")]
    [InlineData("eamsgd", "Eamsgd")]
    [InlineData("downpour", "Downpour")]
    [InlineData("aDownpour", "ADownpour")]
    [InlineData("mvaDownpour", "MvaDownpour")]
    [InlineData("mDownpour", "MDownpour")]
    [InlineData("lsgd", "Lsgd")]
    public void Algorithms_have_the_names_of_the_papers(string name, string expected) =>
        Assert.Equal(expected, $"{Load($$"""{ "algorithm": { "name": "{{name}}" } }""").Algorithm.Name}");

    [Fact]
    public void All_keys_are_read()
    {
        var algorithm = Load(
            """
            {
              "algorithm": {
                "name": "eamsgd", "asynchronous": true, "localSteps": 10,
                "optimizer": { "name": "nesterov", "momentum": 0.95 },
                "elastic": { "centre": "a3", "rho": 0.5, "treePeriod": 10, "onLoss": "replace", "patience": 0.2 },
                "leader": { "groups": [["a0", "a1"], ["a2", "a3"]], "pull": 0.2, "stepPull": 0.1, "lossWindow": 0 } }
            }
            """).Algorithm;
        var (elastic, leader) = (algorithm.Elastic, algorithm.Leader);
        Assert.Equal(("a3", 0.5, CentreLossRule.Replace), (elastic.Centre, elastic.Rho, elastic.OnLoss));
        Assert.Equal((10, 0.2), (elastic.TreePeriod, elastic.Patience));
        Assert.Equal((0.2, 0.1, 0), (leader.Pull, leader.StepPull, leader.LossWindow));
        Assert.Equal(["a2", "a3"], leader.Groups[1]);
    }

    [Theory]
    [InlineData("easgd", """ "elastic": { "rho": 0 } """, "key 'algorithm.elastic.rho': 0 must be positive")]
    [InlineData("easgd", """ "elastic": { "rho": 1, "beta": 0.9 } """, "say the same thing twice")]
    [InlineData("easgd", """ "elastic": { "treePeriod": 0 } """, "key 'algorithm.elastic.treePeriod': 0 must be 1")]
    [InlineData("easgd", """ "elastic": { "onLoss": "panic" } """, "use one of wait, replace")]
    [InlineData("easgd", """ "elastic": { "patience": -1 } """, "key 'algorithm.elastic.patience': -1 must lie in")]
    [InlineData("eamsgd", """ "optimizer": { "name": "adamW" } """, "adamW does not go with 'eamsgd'")]
    [InlineData("mDownpour", """ "localSteps": 2 """, "key 'algorithm.localSteps': 2 is more than 'mDownpour' takes")]
    [InlineData("mDownpour", """ "optimizer": { "weightDecay": 0.1 } """, "weightDecay': 0.1 is nothing that")]
    [InlineData("mDownpour", """ "optimizer": { "schedule": "cosine" } """, "schedule': cosine is nothing that")]
    [InlineData("mDownpour", """ "optimizer": { "warmUp": 5 } """, "key 'algorithm.optimizer.warmUp': 5 is nothing")]
    [InlineData("lsgd", """ "leader": { "groups": [null] } """, "key 'algorithm.leader.groups': null is neither")]
    [InlineData("lsgd", """ "leader": { "groups": [["a0", null]] } """, "key 'algorithm.leader.groups': null is")]
    [InlineData("next", """ "asynchronous": true """, "is nothing that 'next' can do")]
    [InlineData("lsgd", """ "leader": { "pull": 2 } """, "key 'algorithm.leader.pull': 2 must lie in [0, 1]")]
    [InlineData("lsgd", """ "leader": { "pull": 0.7, "pullGlobal": 0.7 } """, "key 'algorithm.leader.pullGlobal': 0.7")]
    [InlineData("lsgd", """ "leader": { "globalPeriod": 0 } """, "key 'algorithm.leader.globalPeriod': 0 must be 1")]
    [InlineData("lsgd", """ "leader": { "lossWindow": -1 } """, "key 'algorithm.leader.lossWindow': -1 must lie in")]
    public void What_makes_no_sense_is_refused(string name, string keys, string expected)
    {
        var error = Assert.Throws<ConfigurationException>(
            () => Load($$"""{ "algorithm": { "name": "{{name}}", {{keys}} } }"""));
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("easgd")]
    [InlineData("downpour")]
    [InlineData("lsgd")]
    public void Their_steps_need_a_gradient(string name)
    {
        var error = Assert.Throws<ConfigurationException>(
            () => Load($$"""{ "algorithm": { "name": "{{name}}" }, "regularizer": { "l1": 0.1 } }"""));
        Assert.Contains("needs a proximal algorithm", error.Message, StringComparison.Ordinal);
    }

    private static RunOptions Load(string text)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("run.json"), text);
        return RunFile.Load(folder.File("run.json"), []);
    }
}
