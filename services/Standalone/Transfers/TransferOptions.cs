using System.Globalization;
using Wan.Hosting;

namespace Wan.Standalone.Transfers;

/// <summary>Which generations are exported.</summary>
/// <param name="Tenant">Only those of this one; null for all.</param>
/// <param name="Since">Only those that were accepted at this time or later; null for all.</param>
/// <param name="Before">Only those that were accepted before this time; null for all.</param>
internal sealed record TransferOptions(string? Tenant, DateTimeOffset? Since, DateTimeOffset? Before)
{
    /// <summary>Reads them from the command line, <c>--tenant</c>, <c>--since</c> and <c>--before</c>.</summary>
    /// <exception cref="ConfigurationProblemException">One is none.</exception>
    public static TransferOptions Read(IConfiguration configuration) =>
        new(configuration["tenant"], Time(configuration, "since"), Time(configuration, "before"));

    private static DateTimeOffset? Time(IConfiguration configuration, string name) => configuration[name] is not { } text ? null
        : DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time
        : throw new ConfigurationProblemException($"--{name}", $"'{text}' is no time such as 2026-01-31T12:00:00Z.");
}
