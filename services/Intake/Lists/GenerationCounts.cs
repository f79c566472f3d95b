using System.Text.Json.Serialization;
using Wan.Hosting.Doors.Access;
using Wan.Intake.Doors;
using Wan.Intake.Views;
using Wan.Storage;

namespace Wan.Intake.Lists;

/// <summary><c>GET /v1/generations:count</c>: how many there are of each status. Reads indexes only, and each no further than a list is long that somebody looks through.</summary>
internal static class GenerationCounts
{
    public static async Task<IResult> HandleAsync(HttpContext context, IDocuments<Generation> generations, CancellationToken cancellationToken, string? tenant = null)
    {
        var requester = context.Requester();
        if (tenant is not null && !requester.Sees(tenant))
            return Problems.OtherTenant(requester.OnlyTenant!);
        var (counts, more) = (new Dictionary<string, long>(), new List<string>());
        foreach (var status in GenerationView.Statuses)
        {
            counts[status] = await generations.CountAsync(status, tenant ?? requester.OnlyTenant, cancellationToken);
            if (counts[status] >= DocumentCount.Limit)
                more.Add(status);
        }

        return Results.Json(new GenerationCountsView { Counts = counts, AtLeast = more }, IntakeJson.Default.GenerationCountsView);
    }
}

/// <summary>How many generations there are of each status.</summary>
internal sealed record GenerationCountsView
{
    /// <summary>For each status how many, 5,000 at most.</summary>
    [JsonPropertyName("counts")]
    public required IReadOnlyDictionary<string, long> Counts { get; init; }

    /// <summary>The statuses of which there may be more: they were not counted to their end.</summary>
    [JsonPropertyName("at_least")]
    public required IReadOnlyList<string> AtLeast { get; init; }
}
