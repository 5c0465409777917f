namespace Murmuration.Agent.Data.Generated;

/// <summary>
/// A small regression set: inputs uniform in [−1, 1]⁸; target Σ_h a_h tanh(b_h'x + c_h) of a random teacher with 6
/// units, plus normal noise of deviation 0.05.
/// </summary>
internal static class TeacherGenerator
{
    /// <summary>Inputs in a row.</summary>
    public const int InputCount = 8;

    private const int UnitCount = 6;
    private const double Noise = 0.05;

    /// <summary>
    /// Draws rows <paramref name="first"/> … of the set; the teacher is a function of the seed, a row of the seed and
    /// its number.
    /// </summary>
    public static Dataset Generate(int count, long seed, int first = 0)
    {
        var teacher = DrawTeacher(new RandomStream(seed, -1));
        var inputs = new float[count * InputCount];
        var targets = new float[count];
        for (var row = 0; row < count; row++)
        {
            var random = new RandomStream(seed, first + row);
            var rowInputs = inputs.AsSpan(row * InputCount, InputCount);
            foreach (ref var input in rowInputs)
            {
                input = (float)random.NextUniform(-1, 1);
            }

            targets[row] = (float)(Answer(teacher, rowInputs) + (Noise * random.NextNormal()));
        }

        return Dataset.ForRegression(inputs, InputCount, targets, targetCount: 1);
    }

    // Per unit: 8 input weights, the bias, the output weight.
    private static double[] DrawTeacher(RandomStream random)
    {
        var teacher = new double[UnitCount * (InputCount + 2)];
        foreach (ref var weight in teacher.AsSpan())
        {
            weight = random.NextNormal();
        }

        return teacher;
    }

    private static double Answer(ReadOnlySpan<double> teacher, ReadOnlySpan<float> inputs)
    {
        var answer = 0.0;
        for (; !teacher.IsEmpty; teacher = teacher[(InputCount + 2)..])
        {
            var sum = teacher[InputCount];
            for (var k = 0; k < InputCount; k++)
            {
                sum += teacher[k] * inputs[k];
            }

            answer += teacher[InputCount + 1] * Math.Tanh(sum);
        }

        return answer;
    }
}
