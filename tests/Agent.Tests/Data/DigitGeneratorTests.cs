using Murmuration.Agent.Data;
using Murmuration.Agent.Data.Generated;

namespace Murmuration.Agent.Tests.Data;

public class DigitGeneratorTests
{
    [Fact]
    public void Images_are_16_by_16_grey_values_of_ten_classes_in_turn()
    {
        var digits = DigitGenerator.Generate(100, seed: 1);
        Assert.Equal((100, 256, 10), (digits.Count, digits.InputCount, digits.ClassCount));
        Assert.All(digits.CountLabels(), count => Assert.Equal(10, count));
        foreach (var grey in digits.Inputs)
        {
            Assert.InRange(grey, 0, 1);
            Assert.Equal((float)Math.Round(255 * grey) / 255, grey);
        }
    }

    [Fact]
    public void The_same_seed_gives_the_same_images() => Assert.Equal(
        DigitGenerator.Generate(50, seed: 9).Inputs.ToArray(),
        DigitGenerator.Generate(50, seed: 9).Inputs.ToArray());

    [Fact]
    public void A_sample_does_not_depend_on_how_many_are_drawn()
    {
        var all = DigitGenerator.Generate(30, seed: 2);
        var later = DigitGenerator.Generate(10, seed: 2, first: 20);
        Assert.Equal(all.Select([.. Enumerable.Range(20, 10)]).Inputs.ToArray(), later.Inputs.ToArray());
        Assert.Equal(all.Labels[20..].ToArray(), later.Labels.ToArray());
    }

    [Fact]
    public void Seeds_give_other_images()
    {
        var first = DigitGenerator.Generate(10, seed: 1);
        var second = DigitGenerator.Generate(10, seed: 2);
        for (var row = 0; row < 10; row++)
        {
            Assert.False(first.InputsOf(row).SequenceEqual(second.InputsOf(row)));
        }
    }

    [Fact]
    public void Every_image_has_ink_inside_and_a_nearly_empty_border()
    {
        var digits = DigitGenerator.Generate(2000, seed: 3);
        var border = 0.0;
        for (var row = 0; row < digits.Count; row++)
        {
            var pixels = digits.InputsOf(row);
            Assert.InRange(pixels.ToArray().Count(grey => grey > 0.4f), 8, 120);
            border += pixels[..16].ToArray().Sum() + pixels[^16..].ToArray().Sum();
        }

        Assert.InRange(border / (digits.Count * 32), 0, 0.08);
    }

    [Fact]
    public void The_nearest_mean_image_finds_most_digits_but_not_all()
    {
        var means = MeanImages(DigitGenerator.Generate(2000, seed: 4));
        var fresh = DigitGenerator.Generate(1000, seed: 5);
        var rows = Enumerable.Range(0, fresh.Count);
        var hits = rows.Count(row => Nearest(means, fresh.InputsOf(row)) == fresh.Labels[row]);
        Assert.InRange(hits, 600, 960);
    }

    private static float[][] MeanImages(Dataset digits)
    {
        var means = Enumerable.Range(0, 10).Select(_ => new float[digits.InputCount]).ToArray();
        for (var row = 0; row < digits.Count; row++)
        {
            for (var pixel = 0; pixel < digits.InputCount; pixel++)
            {
                means[digits.Labels[row]][pixel] += digits.InputsOf(row)[pixel] * 10 / digits.Count;
            }
        }

        return means;
    }

    private static int Nearest(float[][] means, ReadOnlySpan<float> image)
    {
        var (best, nearest) = (double.MaxValue, -1);
        for (var digit = 0; digit < means.Length; digit++)
        {
            var distance = 0.0;
            for (var pixel = 0; pixel < image.Length; pixel++)
            {
                var difference = means[digit][pixel] - image[pixel];
                distance += difference * difference;
            }

            (best, nearest) = distance < best ? (distance, digit) : (best, nearest);
        }

        return nearest;
    }
}
