using System.Text.Json.Serialization;
using Wan.Contracts;
using Wan.DashScope.Costs;
using Wan.Intake.Views;

namespace Wan.Intake.Doors;

/// <summary>Body of <c>POST /v1/generations/{id}/cancel</c>; may be left out.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record CancelRequest
{
    [JsonPropertyName("discard")]
    public bool? Discard { get; init; }
}

/// <summary>Body of <c>POST /v1/generations/{id}/resolve</c>.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record ResolveRequest
{
    [JsonPropertyName("decision")]
    public string? Decision { get; init; }

    [JsonPropertyName("task_id")]
    public string? TaskId { get; init; }
}

/// <summary>Answer of a dry run: nothing was saved or sent.</summary>
internal sealed record DryRunView
{
    [JsonPropertyName("findings")]
    public required IReadOnlyList<Finding> Findings { get; init; }

    [JsonPropertyName("request")]
    public System.Text.Json.JsonElement? Request { get; init; }

    [JsonPropertyName("request_hash")]
    public string? RequestHash { get; init; }

    /// <summary>Exactly what would be POSTed to the vendor, as text.</summary>
    [JsonPropertyName("vendor_body")]
    public string? VendorBody { get; init; }

    [JsonPropertyName("expected")]
    public ExpectedVideo? Expected { get; init; }

    [JsonPropertyName("estimate")]
    public CostEstimate? Estimate { get; init; }

    /// <summary>What the tenant has left; absent where nothing is limited.</summary>
    [JsonPropertyName("limits")]
    public LimitsView? Limits { get; init; }
}

/// <summary>A page of generations, newest first.</summary>
internal sealed record GenerationPageView
{
    [JsonPropertyName("items")]
    public required IReadOnlyList<GenerationView> Items { get; init; }

    /// <summary>Cursor of the next page; absent on the last.</summary>
    [JsonPropertyName("next")]
    public string? Next { get; init; }
}
