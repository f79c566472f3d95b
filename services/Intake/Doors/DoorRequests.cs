using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Wan.Contracts;
using Wan.DashScope.Costs;
using Wan.Intake.Views;

namespace Wan.Intake.Doors;

/// <summary>Body of <c>POST /v1/generations/{id}/cancel</c>; may be left out.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record CancelRequest
{
    /// <summary>True: the result of a task that runs already is thrown away; it is paid all the same. Absent: it is archived.</summary>
    [JsonPropertyName("discard")]
    public bool? Discard { get; init; }
}

/// <summary>Body of <c>POST /v1/generations/{id}/resolve</c>.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record ResolveRequest
{
    /// <summary><c>adopt</c> (with the task's id), <c>resubmit</c> (may pay twice) or <c>fail</c>.</summary>
    [Required]
    [JsonPropertyName("decision")]
    public string? Decision { get; init; }

    /// <summary>Beside <c>adopt</c>, and only there: the vendor's id of the task, 1 to 200 characters.</summary>
    [JsonPropertyName("task_id")]
    public string? TaskId { get; init; }
}

/// <summary>Answer of a dry run: nothing was saved or sent.</summary>
internal sealed record DryRunView
{
    /// <summary>What is odd about the request.</summary>
    [JsonPropertyName("findings")]
    public required IReadOnlyList<Finding> Findings { get; init; }

    /// <summary>The request in its canonical form.</summary>
    [JsonPropertyName("request")]
    public System.Text.Json.JsonElement? Request { get; init; }

    /// <summary>SHA-256 of that form, by which the same request is known again.</summary>
    [JsonPropertyName("request_hash")]
    public string? RequestHash { get; init; }

    /// <summary>Exactly what would be POSTed to the vendor, as text.</summary>
    [JsonPropertyName("vendor_body")]
    public string? VendorBody { get; init; }

    /// <summary>What the video should be.</summary>
    [JsonPropertyName("expected")]
    public ExpectedVideo? Expected { get; init; }

    /// <summary>What it would cost.</summary>
    [JsonPropertyName("estimate")]
    public CostEstimate? Estimate { get; init; }

    /// <summary>What the tenant has left; absent where nothing is limited.</summary>
    [JsonPropertyName("limits")]
    public LimitsView? Limits { get; init; }
}

/// <summary>A page of generations, newest first.</summary>
internal sealed record GenerationPageView
{
    /// <summary>The generations; with <c>view=full</c> all of each.</summary>
    [JsonPropertyName("items")]
    public required IReadOnlyList<GenerationView> Items { get; init; }

    /// <summary>Cursor of the next page; absent on the last.</summary>
    [JsonPropertyName("next")]
    public string? Next { get; init; }
}
