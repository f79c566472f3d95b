using System.Text.Json;
using System.Text.Json.Serialization;
using Wan.Contracts;
using Wan.Hosting;
using Wan.Hosting.Tracing;

namespace Wan.Intake.Views;

/// <summary>A generation as every door shows it. Parts that are not there yet are left out. Lists show a <see cref="GenerationSummary"/>, which has some of its members.</summary>
internal sealed record GenerationView
{
    [JsonPropertyName("id")]
    public required string Id { get; init; }

    [JsonPropertyName("status")]
    public required string Status { get; init; }

    [JsonPropertyName("model")]
    public required string Model { get; init; }

    [JsonPropertyName("created_at")]
    public required DateTimeOffset CreatedAt { get; init; }

    [JsonPropertyName("updated_at")]
    public required DateTimeOffset UpdatedAt { get; init; }

    [JsonPropertyName("client_request_id")]
    public string? ClientRequestId { get; init; }

    [JsonPropertyName("tenant")]
    public required string Tenant { get; init; }

    [JsonPropertyName("priority")]
    public required string Priority { get; init; }

    /// <summary>Absent if it may wait for as long as it takes.</summary>
    [JsonPropertyName("start_by")]
    public DateTimeOffset? StartBy { get; init; }

    [JsonPropertyName("task_id")]
    public string? TaskId { get; init; }

    [JsonPropertyName("trace_id")]
    public string? TraceId { get; init; }

    [JsonPropertyName("links")]
    public required LinksView Links { get; init; }

    /// <summary>What was asked for, in the canonical form that is sent to the vendor; absent in lists, of a large one (which is at <c>…/request</c>), and of one that was refused.</summary>
    [JsonPropertyName("request")]
    public JsonElement? Request { get; init; }

    [JsonPropertyName("metadata")]
    public IReadOnlyDictionary<string, string>? Metadata { get; init; }

    [JsonPropertyName("findings")]
    public IReadOnlyList<Finding>? Findings { get; init; }

    [JsonPropertyName("queue")]
    public QueueView? Queue { get; init; }

    [JsonPropertyName("cost")]
    public CostView? Cost { get; init; }

    [JsonPropertyName("usage")]
    public VideoUsage? Usage { get; init; }

    [JsonPropertyName("video")]
    public VideoView? Video { get; init; }

    [JsonPropertyName("error")]
    public GenerationError? Error { get; init; }

    /// <summary>While it is uncertain: tasks at the vendor that may be its own.</summary>
    [JsonPropertyName("candidates")]
    public IReadOnlyList<TaskCandidate>? Candidates { get; init; }

    [JsonPropertyName("timeline")]
    public IReadOnlyList<TimelineEntry>? Timeline { get; init; }

    /// <summary>The words that <see cref="Status"/> knows.</summary>
    public static IReadOnlyList<string> Statuses { get; } =
        ["accepted", "submitting", "rendering", "archiving", "completed", "failed", "cancelled", "uncertain", "rejected"];

    /// <summary>The view of a generation, with its place in the line if it still waits.</summary>
    public static GenerationView Of(Generation generation, ViewAddresses addresses, QueueView? queue = null) => new()
    {
        Id = generation.Id,
        Status = generation.Status,
        Model = generation.Model,
        CreatedAt = generation.CreatedAt,
        UpdatedAt = generation.UpdatedAt,
        ClientRequestId = generation.ClientRequestId,
        Tenant = generation.Tenant,
        Priority = generation.Priority,
        StartBy = generation.StartBy,
        TaskId = generation.TaskId,
        TraceId = WanTrace.TraceId(generation),
        Links = LinksView.Of(generation, addresses),
        Metadata = generation.Metadata,
        Findings = generation.Findings,
        Queue = queue,
        Cost = generation.Estimate is null ? null : new CostView
        {
            Estimated = generation.Estimate, Settled = generation.Settled, Orphaned = generation.Orphans.Count > 0 ? generation.Orphans : null,
        },
        Usage = generation.Usage,
        Video = VideoView.Of(generation, addresses.PublicUrl),
        Error = generation.Error,
        Candidates = generation.Candidates,
        Timeline = generation.Timeline,
    };
}
