using System.Text.RegularExpressions;
using Wan.Fixtures;

namespace Wan.Standalone.Tests.Deploy;

/// <summary>The settings that there are, by what the page of settings says.</summary>
internal static partial class SettingNames
{
    // Of ASP.NET Core, .NET and OpenTelemetry, which the page does not have.
    private static readonly string[] Others =
    [
        "ASPNETCORE_HTTP_PORTS", "DOTNET_EnableDiagnostics", "TMPDIR", "OTEL_METRICS_EXPORTER", "OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT",
        "OTEL_RESOURCE_ATTRIBUTES", "SSL_CERT_FILE",
    ];

    private static readonly string Page = File.ReadAllText(Repository.File("docs", "settings.md"));

    private static readonly List<Regex> Known =
    [
        .. Row().Matches(Page).Select(row => new Regex(
            "^" + Regex.Escape(row.Groups[1].Value).Replace("NAME", "[^:]+", StringComparison.Ordinal).Replace(":0", @":\d+", StringComparison.Ordinal) + "$")),
    ];

    /// <summary>Whether a variable of the environment, or the name of a secret, is a setting.</summary>
    public static bool IsOne(string variable) => Others.Contains(variable) || variable is "WAN_RABBITMQ" or "WAN_SECRETS"
        || Known.Exists(key => key.IsMatch(variable.Replace("__", ":", StringComparison.Ordinal)));

    [GeneratedRegex(@"^\| `([^`]+)` \|", RegexOptions.Multiline)]
    private static partial Regex Row();
}
