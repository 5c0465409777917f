using Murmuration.Agent.Configuration;
using Murmuration.Agent.Data;
using Murmuration.Testing;

namespace Murmuration.Agent.Tests.Data;

/// <summary>Every table of the public sets below MURMURATION_DATA: it loads with its published figures, or is refused
/// with the right reason.</summary>
public class RealFileTests
{
    // path · options as JSON · rows · inputs · what is learned · what is said of a refusal
    private static readonly (string Path, string Options, string Expected)[] Cases =
    [
        ("uci-regression/boston-housing.csv", "{}", "506 x 13, 1 target"),
        ("uci-regression/energy-heating.csv", "{}", "768 x 8, 1 target"),
        ("uci-regression/kin8nm.csv.gz", "{}", "8192 x 8, 1 target"),
        ("uci-regression/naval-propulsion.csv.gz", """{"targets":["compressor_decay","turbine_decay"]}""",
            "11934 x 16, 2 targets"),
        ("uci-regression/naval-propulsion.csv.gz", """{"target":"compressor_decay","ignore":["turbine_decay"]}""",
            "11934 x 16, 1 target"),
        ("uci-regression/power-plant-ccpp.csv", "{}", "9568 x 4, 1 target"),
        ("uci-regression/protein-casp.csv.gz", """{"target":"RMSD"}""", "45730 x 9, 1 target"),
        ("uci-regression/winequality-red.csv", "{}", "1599 x 11, 1 target"),
        ("uci-regression/winequality-white.csv", "{}", "4898 x 11, 1 target"),
        ("uci-regression/yacht.csv", "{}", "308 x 6, 1 target"),
        ("uci-regression/millionsong-12-subset.csv.gz", """{"target":"first"}""", "6719 x 12, 1 target"),
        ("uci-regression/diabetes_data_raw.csv.gz", """{"trainLabels":"uci-regression/diabetes_target.csv.gz"}""",
            "442 x 10, 1 target"),
        ("uci-regression/diabetes_target.csv.gz", "{}", "has no inputs beside its target column 'column 0'"),
        ("uci-regression/splits-20fold.tar.gz", "{}", "is not a table of text, nor in another format"),
        ("uci-classification/adult.data.gz", "{}",
            "line 1, column 'column 1': 'State-gov' is not a number; a column of words needs"),
        ("uci-classification/adult.test.gz", "{}", "line 2, column 'column 1': 'Private' is not a number"),
        ("uci-classification/adult.data.gz", """{"ignore":[1,3,5,6,7,8,9,13]}""", "32561 x 6: <=50K 24720, >50K 7841"),
        ("uci-classification/adult.test.gz", """{"ignore":[1,3,5,6,7,8,9,13]}""", "16281 x 6: <=50K 12435, >50K 3846"),
        ("uci-classification/covtype-10000.csv.gz", "{}",
            "10000 x 54: 1 1375, 2 1462, 3 1262, 4 1620, 5 1583, 6 1349, 7 1349"),
        ("uci-classification/higgs-first7000.tsv.gz", """{"target":"first"}""", "7000 x 28: 0 3284, 1 3716"),
        ("uci-classification/higgs-test500.tsv", """{"target":"first"}""", "500 x 28: 0 228, 1 272"),
        ("uci-classification/iris.csv", "{}", "150 x 4: 0 50, 1 50, 2 50"),
        ("uci-classification/optdigits.tra", "{}",
            "3823 x 64: 0 376, 1 389, 2 380, 3 389, 4 387, 5 376, 6 377, 7 387, 8 380, 9 382"),
        ("uci-classification/optdigits.tes", "{}",
            "1797 x 64: 0 178, 1 182, 2 177, 3 183, 4 181, 5 182, 6 181, 7 179, 8 174, 9 180"),
        ("uci-classification/wdbc.data", """{"target":1,"ignore":[0]}""", "569 x 30: B 357, M 212"),
        ("uci-classification/wdbc.data", "{}", "line 1, column 'column 1': 'M' is not a number"),
        ("uci-classification/wine.csv", "{}", "178 x 13: 0 59, 1 71, 2 48"),
        ("libsvm/a9a.gz", "{}", "32561 x 123: -1 24720, 1 7841"),
        ("libsvm/a9a.t.gz", "{}", "16281 x 122: -1 12435, 1 3846"),
        ("libsvm/a9a.t.gz", """{"inputs":123}""", "16281 x 123: -1 12435, 1 3846"),
        ("libsvm/w8a.gz", "{}", "49749 x 300: -1 48270, 1 1479"),
    ];

    public static TheoryData<int> Indices => [.. Enumerable.Range(0, Cases.Length)];

    [Theory]
    [MemberData(nameof(Indices))]
    public void A_file_has_its_figures_or_its_reason(int index)
    {
        var (path, json, expected) = Cases[index];
        var run = RunFile.Load(path: null, [KeyValuePair.Create("data", json)]);
        var found = Describe(run.Data with { Train = path });
        Assert.True(found == expected || found.Contains($"{path}: {expected}", StringComparison.Ordinal), found);
    }

    [Fact]
    public void Every_file_is_among_them()
    {
        string[] folders = ["uci-regression", "uci-classification", "libsvm"];
        var files = folders.SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Folder(), folder)))
            .Select(path => Path.GetRelativePath(Folder(), path));
        Assert.Empty(files.Except(Cases.Select(one => one.Path)));
    }

    /// <summary>The rows that remain are those of the data set's own description (30162 and 15060).</summary>
    [Fact]
    public void Adult_is_read_whole_with_what_the_check_proposes()
    {
        var options = new DataOptions
        {
            Train = "uci-classification/adult.data.gz",
            Test = "uci-classification/adult.test.gz",
        };
        var check = new Murmuration.Agent.Data.Checks.DataCheck(Folder(), seed: 1, LoadSettings.Default);
        var result = check.Run(options);
        Assert.False(result.Loads);
        var proposed = RunFile.Load(path: null, [KeyValuePair.Create("data", result.RunFile!["data"]!.ToJsonString())]);
        var pair = DataLoader.Load(proposed.Data, Folder(), seed: 1);
        Assert.Equal((30162, 15060, 2399 + 1221), (pair.Train.Count, pair.Test.Count, pair.Dropped));
        Assert.Equal(["<=50K", ">50K"], pair.Train.ClassNames);
        Assert.Equal([22654, 7508], pair.Train.CountLabels());
        Assert.Equal([11360, 3700], pair.Test.CountLabels());
    }

    /// <summary>Figures of the README beside the files.</summary>
    [Fact]
    public void The_sparse_rows_of_w8a_are_as_many_as_published()
    {
        var rows = DataLoader.LoadRows(new DataOptions { Train = "libsvm/w8a.gz" }, Folder());
        var filled = rows.Inputs.ToArray().Count(input => input != 0);
        Assert.Equal(11.65, (double)filled / rows.Count, 0.005);
        var empty = Enumerable.Range(0, rows.Count).Count(row => !rows.InputsOf(row).ContainsAnyExcept(0f));
        Assert.True(empty > 0);
    }

    private static string Describe(DataOptions options)
    {
        try
        {
            var pair = DataLoader.Load(options, Folder(), seed: 1);
            var size = $"{pair.Train.Count + pair.Test.Count} x {pair.Train.InputCount}";
            var counts = pair.Train.CountLabels().Zip(pair.Test.CountLabels(), (one, other) => one + other);
            var classes = pair.Train.ClassNames.Zip(counts, (name, count) => $"{name} {count}");
            return pair.Train.IsClassification ? $"{size}: {string.Join(", ", classes)}"
                : pair.Train.TargetCount == 1 ? $"{size}, 1 target"
                : $"{size}, {pair.Train.TargetCount} targets";
        }
        catch (DataException error)
        {
            return error.Message;
        }
    }

    private static string Folder()
    {
        Assert.SkipWhen(ReferenceData.Data is null, ReferenceData.NoData);
        return ReferenceData.Data!;
    }
}
