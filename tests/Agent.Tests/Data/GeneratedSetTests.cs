using Murmuration.Agent.Data.Generated;

namespace Murmuration.Agent.Tests.Data;

public class GeneratedSetTests
{
    [Fact]
    public void Clusters_are_separated_by_quadrant_up_to_a_turn()
    {
        var clusters = ClusterGenerator.Generate(400, seed: 1);
        Assert.Equal((400, 2, 4), (clusters.Count, clusters.InputCount, clusters.ClassCount));
        for (var label = 0; label < 4; label++)
        {
            var rows = Enumerable.Range(0, 400).Where(row => clusters.Labels[row] == label).ToArray();
            var x = rows.Average(row => clusters.InputsOf(row)[0]);
            var y = rows.Average(row => clusters.InputsOf(row)[1]);
            Assert.Equal(Math.Sqrt(2), Math.Sqrt((x * x) + (y * y)), 0.15);
        }
    }

    [Fact]
    public void The_teacher_set_has_targets_that_depend_on_the_inputs()
    {
        var rows = TeacherGenerator.Generate(500, seed: 1);
        var targets = rows.Targets.ToArray();
        var mean = targets.Average();
        Assert.Equal((500, 8, 1), (rows.Count, rows.InputCount, rows.TargetCount));
        Assert.True(targets.Average(target => (target - mean) * (target - mean)) > 0.1);
    }

    [Fact]
    public void Later_rows_follow_the_same_law()
    {
        var all = TeacherGenerator.Generate(20, seed: 3);
        var later = TeacherGenerator.Generate(5, seed: 3, first: 15);
        Assert.Equal(all.Targets[15..].ToArray(), later.Targets.ToArray());
        Assert.Equal(
            ClusterGenerator.Generate(20, seed: 3).Inputs[30..].ToArray(),
            ClusterGenerator.Generate(5, seed: 3, first: 15).Inputs.ToArray());
    }
}
