using System.Text.Json.Serialization;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;
using Wan.Hosting.Doors;
using Wan.Hosting.Doors.Access;
using Wan.Hosting.Doors.Descriptions;
using Wan.Intake.Doors;
using Wan.Intake.Ledger;
using Wan.Intake.Limits;
using Wan.Intake.Views;

namespace Wan.Intake.Usage;

/// <summary><c>GET /v1/usage</c> and <c>GET /v1/limits</c>: what tenants have used, and what they have left.</summary>
internal static class UsageEndpoints
{
    public static void MapUsage(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/usage", UsageAsync).Needs(Scopes.Read).Describes(UsageDescriptions.Usage);
        routes.MapGet("/v1/limits", LimitsAsync).Needs(Scopes.Read).Describes(UsageDescriptions.Limits);
    }

    private static async Task<IResult> UsageAsync(
        HttpContext context, UsageReader usage, TimeProvider time, CancellationToken cancellationToken,
        string? from = null, string? to = null, string? group_by = null, string? tenant = null, string? format = null)
    {
        if (format is not (null or "json" or "csv"))
            return Problems.BadRequest(Problems.Error("query.format", "/format", $"format must be json or csv, not '{format}'."));
        var (query, wrong) = UsageQuery.Read(from, to, group_by, tenant, LedgerRules.Date(time.GetUtcNow()));
        if (query is null)
            return Problems.BadRequest(wrong!);
        var requester = context.Requester();
        if (tenant is not null && !requester.Sees(tenant))
            return Problems.OtherTenant(requester.OnlyTenant!);
        query = query with { Tenant = tenant ?? requester.OnlyTenant };
        if (await usage.ReadAsync(query, cancellationToken) is not { } rows)
        {
            return Problems.BadRequest(Problems.Error("usage.too_much", "/from",
                $"This is more than {UsageReader.MostPages * LedgerPage.Capacity:N0} generations or {UsageReader.MostRows:N0} rows. Ask for fewer days at once, or for one tenant."));
        }

        return format == "csv" || (format is null && WantsCsv(context.Request))
            ? Results.Stream(stream => UsageCsv.WriteAsync(stream, query, rows, cancellationToken), "text/csv; charset=utf-8", $"usage-{query.From:yyyy-MM-dd}-{query.To:yyyy-MM-dd}.csv")
            : Results.Json(new UsageView { From = query.From, To = query.To, GroupBy = query.GroupBy, Items = rows }, IntakeJson.Default.UsageView);
    }

    private static async Task<IResult> LimitsAsync(HttpContext context, TenantLimitsDoor limits, CancellationToken cancellationToken, string? tenant = null)
    {
        if (tenant is { Length: 0 or > 64 })
            return Problems.BadRequest(Problems.Error("query.tenant", "/tenant", "tenant must have 1 to 64 characters."));
        var requester = context.Requester();
        if (tenant is not null && !requester.Sees(tenant))
            return Problems.OtherTenant(requester.OnlyTenant!);
        var whose = tenant ?? requester.Tenant ?? Acceptance.DefaultTenant;
        return Results.Json(await limits.ViewAsync(whose, cancellationToken) ?? new LimitsView { Tenant = whose }, IntakeJson.Default.LimitsView);
    }

    // Whoever takes anything gets JSON.
    private static bool WantsCsv(HttpRequest request) =>
        MediaTypeHeaderValue.TryParseList(request.Headers.Accept, out var accepted)
        && accepted.Any(type => type.MediaType.Equals("text/csv", StringComparison.OrdinalIgnoreCase) && type.Quality is not 0)
        && !accepted.Any(type => type.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase));
}

/// <summary>Usage by group.</summary>
internal sealed record UsageView
{
    /// <summary>The first day (UTC).</summary>
    [JsonPropertyName("from")]
    public required DateOnly From { get; init; }

    /// <summary>The last day.</summary>
    [JsonPropertyName("to")]
    public required DateOnly To { get; init; }

    /// <summary>What is told apart.</summary>
    [JsonPropertyName("group_by")]
    public required IReadOnlyList<string> GroupBy { get; init; }

    /// <summary>A row for each group and currency.</summary>
    [JsonPropertyName("items")]
    public required IReadOnlyList<UsageRow> Items { get; init; }
}
