using Murmuration.Agent.Configuration;
using Murmuration.Agent.Data;
using Murmuration.Agent.Data.Checks;

namespace Murmuration.Agent.Tests.Data;

public sealed class PostgresLoadingTests(PostgresServer server) : IClassFixture<PostgresServer>
{
    [Fact]
    public void Every_type_of_number_is_read_and_null_is_missing()
    {
        Create(
            "kinds",
            "a int2, b int4, c int8, d float4, e float8, f numeric, g bool, h text, y float8",
            "(1, -2, 3000000000, 0.5, 0.25, 12345.678, true, '7.5', 1.5)",
            "(2, 4, 5, 6, 7, 8, false, ' 9 ', 2.5)");
        var options = Options("select * from kinds order by a");
        var all = Rows(options);
        Assert.Equal([1f, -2, 3e9f, 0.5f, 0.25f, 12345.678f, 1, 7.5f], all.InputsOf(0).ToArray());
        Assert.Equal([2f, 4, 5, 6, 7, 8, 0, 9], all.InputsOf(1).ToArray());
        Assert.Equal([1.5f, 2.5f], all.Targets.ToArray());
        Assert.Equal(["a", "b", "c", "d", "e", "f", "g", "h"], all.InputNames);
        var missing = Options("select *, null::int z from kinds") with { Target = "y" };
        Assert.EndsWith("/postgres: row 1, column 'z': a value is missing ('null')", Fault(missing));
        Assert.Contains("in every one of its 2 rows", Fault(missing with { Missing = MissingValues.Drop }));
        Assert.EndsWith(
            "row 1, column 'f': a numeric value is no finite number, or has more than 28 digits; "
            + "cast it to float8 in the query",
            Fault(Options("select 'NaN'::numeric f, 1.5")));
        Assert.Contains("column 'f': a value is missing ('NaN')", Fault(Options("select 'NaN'::float8 f, 1.5")));
    }

    [Fact]
    public void Words_are_categories_and_a_target_by_name_may_be_words()
    {
        Create("flowers", "size float4, kind text, color varchar(9)", "(1, 'rose', 'red')", "(2, 'tulip', 'blue')");
        var options = Options("select * from flowers order by size") with
        {
            Target = "kind",
            Categories = new Dictionary<string, IReadOnlyList<string>> { ["color"] = ["blue", "red"] },
        };
        var all = Rows(options);
        Assert.Equal(["rose", "tulip"], all.ClassNames);
        Assert.Equal([1f, 0, 1, 2, 1, 0], all.Inputs.ToArray());
    }

    [Fact]
    public void A_type_that_is_no_number_is_refused_unless_it_is_ignored()
    {
        Create("events", "at timestamp, y float8", "('2024-05-01 12:00', 1.5)", "('2024-05-02 12:00', 2.5)");
        Assert.EndsWith(
            "column 'at' is of type timestamp without time zone, which is no number; cast it in the query "
            + "(a time by extract(epoch from …)), or name it in data.ignore",
            Fault(Options("select * from events")));
        var epoch = Rows(Options("select extract(epoch from at) - 1714564800 s, y from events order by at"));
        Assert.Equal([0f, 86400], epoch.Inputs.ToArray());
        Assert.Equal(1, Rows(Options("select at, 1 as one, y from events") with { Ignore = ["at"] }).InputCount);
    }

    [Fact]
    public void Train_and_test_rows_are_two_queries()
    {
        Create("numbers", "x float8, y float8", [.. Enumerable.Range(0, 50).Select(k => $"({k}, {k}.5)")]);
        var options = Options("select * from numbers where x < 30 order by x") with
        {
            TestQuery = "select * from numbers where x >= 30 order by x",
        };
        var pair = Load(options);
        Assert.Equal((30, 20, 30f), (pair.Train.Count, pair.Test.Count, pair.Test.Inputs[0]));
        Assert.Equal("query: 30 training and 20 test rows, 1 inputs, 1 regression target", pair.Description);
        Assert.Contains(
            "has its columns in another order", Fault(options with { TestQuery = "select y, x from numbers" }));
        Assert.Equal(7, Load(options with { Limit = 7 }).Train.Count);
    }

    [Fact]
    public void More_rows_than_memory_are_read_one_by_one()
    {
        server.RequireRunning();
        var options = Options("select k x, k * 0.5 y from generate_series(1, 50000) k order by k") with
        {
            Memory = 100_000,
            TestLimit = 100,
        };
        var pair = Load(options);
        Assert.True(pair.Train.IsStreamed);
        var row = new float[1];
        pair.Train.CopyInputs([39_999], row);
        Assert.Equal(pair.Train.TargetsOf(39_999)[0], row[0] / 2);
    }

    [Theory]
    [InlineData("select * from nowhere", "the server says: relation \"nowhere\" does not exist (at character 15")]
    [InlineData("selct 1", "the server says: syntax error at or near \"selct\" (at character 1 of the query)")]
    [InlineData("drop table if exists kinds", "the query answers no columns; write select … from …")]
    [InlineData("select 1 / (k - 2) x, 1.5 y from generate_series(1, 3) k", "the server says: division by zero")]
    [InlineData("select 1 x, 2.5 y where false", "has no rows")]
    public void What_the_server_says_is_told(string query, string problem)
    {
        server.RequireRunning();
        var fault = Fault(Options(query));
        Assert.StartsWith("postgresql://", fault);
        Assert.Contains(problem, fault);
        Assert.DoesNotContain('\n', fault);
    }

    [Fact]
    public void A_query_changes_nothing()
    {
        Create("kept", "x float8, y float8", "(1, 1.5)", "(2, 2.5)");
        Assert.EndsWith(
            "in a read-only transaction",
            Fault(Options("with gone as (delete from kept returning x, y) select * from gone")));
        Assert.Equal(2, Rows(Options("select * from kept")).Count);
    }

    [Fact]
    public void A_password_is_taken_from_its_file_or_the_environment_and_never_shown()
    {
        server.RequireRunning();
        var options = Options("select 1 x, 0.5 y union select 2, 1.5");
        var without = options with { Train = server.UrlWithoutPassword };
        Assert.Contains("No password has been provided", Fault(without));
        Environment.SetEnvironmentVariable("PGPASSWORD", PostgresServer.Secret);
        try
        {
            Assert.Equal(1, Load(without).Train.Count);
            Environment.SetEnvironmentVariable("PGPASSWORD", "wrong-secret");
            Assert.Contains("password authentication failed for user \"tester\"", Fault(without));
            Assert.DoesNotContain("wrong-secret", Fault(without));
        }
        finally
        {
            Environment.SetEnvironmentVariable("PGPASSWORD", null);
        }
    }

    [Theory]
    [InlineData("postgresql://ada:hunter2@db/x")]
    [InlineData("postgresql://ada@db/x?password=hunter2")]
    [InlineData("Host=db;Username=ada;Password=hunter2")]
    [InlineData("Host=db;Username=ada;SSL Password=hunter2")]
    public void A_password_in_a_run_file_is_refused_without_repeating_it(string address)
    {
        var fault = Fault(new DataOptions { Train = address, Query = "select 1" });
        Assert.Equal(
            "data.train: run files are copied and shown, so they hold no password; give it in PGPASSWORD or ~/.pgpass",
            fault);
    }

    [Theory]
    [InlineData("postgresql://ada@db/x?colour=hunter2")]
    [InlineData("postgresql://ada@db:port/x")]
    [InlineData("postgresql://ada:hunter2@db@x/y")]
    [InlineData("Hots=db;Pasword=hunter2")]
    [InlineData("Host=db;Port=hunter2")]
    public void An_address_that_makes_no_sense_is_not_repeated(string address) => Assert.Equal(
        "data.train: this is no address of a database; write postgresql://user@host:5432/name",
        Fault(new DataOptions { Train = address, Query = "select 1" }));

    [Fact]
    public void A_server_that_is_not_there_is_named()
    {
        var fault = Fault(new DataOptions { Train = "postgresql://ada@127.0.0.1:1/x", Query = "select 1" });
        Assert.StartsWith("postgresql://127.0.0.1:1/x: ", fault);
        Assert.DoesNotContain('\n', fault);
    }

    [Fact]
    public void Queries_and_databases_need_each_other()
    {
        Assert.StartsWith("data.query: which rows", Fault(new DataOptions { Train = "postgresql://ada@db/x" }));
        Assert.StartsWith(
            "data.query and data.testQuery need data.train", Fault(new DataOptions { Query = "select 1" }));
        Assert.StartsWith(
            "data.testQuery needs data.query", Fault(new DataOptions { Train = "x", TestQuery = "select 1" }));
    }

    [Fact]
    public void A_check_warns_of_rows_in_no_order()
    {
        Create("pairs", "x float8, y float8", [.. Enumerable.Range(0, 9).Select(k => $"({k % 4}, {k}.5)")]);
        var check = new DataCheck(".", seed: 1, LoadSettings.Default);
        var result = check.Run(Options("select * from pairs"));
        Assert.True(result.Loads);
        Assert.Contains(result.Warnings, warning => warning.Contains("order by", StringComparison.Ordinal));
        Assert.DoesNotContain(
            check.Run(Options("select * from pairs ORDER BY x")).Warnings,
            warning => warning.Contains("order by", StringComparison.Ordinal));
    }

    private void Create(string table, string columns, params string[] rows)
    {
        server.RequireRunning();
        server.Execute($"create table {table} ({columns}); insert into {table} values {string.Join(", ", rows)}");
    }

    private DataOptions Options(string query) => new() { Train = server.Url, Query = query };

    private static Dataset Rows(DataOptions options) => DataLoader.LoadRows(options, ".");

    private static string Fault(DataOptions options) => Assert.Throws<DataException>(() => Load(options)).Message;

    private static DatasetPair Load(DataOptions options) => DataLoader.Load(options, ".", seed: 1);
}
