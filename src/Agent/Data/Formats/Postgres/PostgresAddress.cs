using System.Text.RegularExpressions;
using Npgsql;

namespace Murmuration.Agent.Data.Formats.Postgres;

/// <summary>
/// Which database, and as whom: a URL as libpq reads it, or a connection string of Npgsql. Never a password, for run
/// files are copied and shown; it comes from PGPASSWORD or from ~/.pgpass.
/// </summary>
internal static partial class PostgresAddress
{
    private const string Example = "postgresql://user@host:5432/name";

    private static readonly string[] Schemes = ["postgresql://", "postgres://"];

    // libpq's parameters and Npgsql's words for them.
    private static readonly Dictionary<string, string> Keywords = new(StringComparer.Ordinal)
    {
        ["host"] = "Host",
        ["port"] = "Port",
        ["user"] = "Username",
        ["dbname"] = "Database",
        ["passfile"] = "Passfile",
        ["sslmode"] = "SSL Mode",
        ["sslrootcert"] = "Root Certificate",
        ["sslcert"] = "SSL Certificate",
        ["sslkey"] = "SSL Key",
        ["connect_timeout"] = "Timeout",
        ["application_name"] = "Application Name",
        ["options"] = "Options",
    };

    /// <summary>Whether a text is the URL of a database.</summary>
    public static bool IsUrl(string text) =>
        Array.Exists(Schemes, scheme => text.StartsWith(scheme, StringComparison.OrdinalIgnoreCase));

    /// <summary>Reads an address.</summary>
    /// <param name="text">The URL or connection string.</param>
    /// <param name="option">The option that it stands in.</param>
    /// <exception cref="DataException">It cannot be understood, or holds a password; it is not repeated.</exception>
    public static NpgsqlConnectionStringBuilder Parse(string text, string option)
    {
        NpgsqlConnectionStringBuilder address;
        try
        {
            address = IsUrl(text) ? ParseUrl(text) : new NpgsqlConnectionStringBuilder(text);
        }
        catch (Exception error) when (error is ArgumentException or FormatException)
        {
            throw new DataException($"{option}: this is no address of a database; write {Example}", error);
        }

        if (address.Password is not null || address.SslPassword is not null)
        {
            throw new DataException(
                $"{option}: run files are copied and shown, so they hold no password; "
                + "give it in PGPASSWORD or ~/.pgpass");
        }

        address.Pooling = false;
        address.CommandTimeout = 0;
        address.ApplicationName ??= "murmur";
        return address;
    }

    /// <summary>What a database is called in errors: without the user.</summary>
    public static string NameOf(NpgsqlConnectionStringBuilder address) =>
        $"postgresql://{address.Host ?? "localhost"}:{address.Port}/{address.Database}";

    private static NpgsqlConnectionStringBuilder ParseUrl(string text)
    {
        var url = UrlPattern().Match(text);
        var address = new NpgsqlConnectionStringBuilder();
        Set(address, "Host", url.Groups["host"].Value.Trim('[', ']'));
        Set(address, "Port", url.Groups["port"].Value);
        Set(address, "Username", url.Groups["user"].Value);
        Set(address, "Password", url.Groups["password"].Value);
        Set(address, "Database", url.Groups["name"].Value);
        foreach (var parameter in url.Groups["query"].Value.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = parameter.Split('=', 2);
            var keyword = parts[0] == "password" ? "Password"
                : Keywords.GetValueOrDefault(parts[0]) ?? throw new FormatException();
            // Npgsql writes verify-full in one word.
            var isMode = keyword == "SSL Mode";
            Set(address, keyword, isMode ? parts[^1].Replace("-", "", StringComparison.Ordinal) : parts[^1]);
        }

        return url.Success ? address : throw new FormatException();
    }

    private static void Set(NpgsqlConnectionStringBuilder address, string keyword, string value)
    {
        if (value.Length > 0)
        {
            address[keyword] = Uri.UnescapeDataString(value);
        }
    }

    // scheme :// [ user [ : password ] @ ] [ host ] [ : port ] [ / name ] [ ? parameter = value & … ]
    [GeneratedRegex(
        @"^\w+://((?<user>[^:@/?]*)(:(?<password>[^@/?]*))?@)?(?<host>\[[^\]]*\]|[^:@/?]*)(:(?<port>\d+))?"
        + @"(/(?<name>[^/?]*))?(\?(?<query>.*))?$",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex UrlPattern();
}
