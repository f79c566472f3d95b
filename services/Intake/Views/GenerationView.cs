using System.Text.Json;
using System.Text.Json.Serialization;
using Wan.Contracts;
using Wan.Hosting;
using Wan.Hosting.Tracing;

namespace Wan.Intake.Views;

/// <summary>A generation as every door shows it. Parts that are not there yet are left out. Lists of summaries show some of its members.</summary>
internal sealed record GenerationView
{
    /// <summary>Its id, a UUID.</summary>
    [JsonPropertyName("id")]
    public required string Id { get; init; }

    /// <summary>How far it is: <c>accepted</c>, <c>submitting</c>, <c>rendering</c>, <c>archiving</c>, and in the end <c>completed</c>, <c>failed</c>, <c>cancelled</c>, <c>rejected</c>; <c>uncertain</c> while it is not known whether its task was made.</summary>
    [JsonPropertyName("status")]
    public required string Status { get; init; }

    /// <summary>The model, as the request names it.</summary>
    [JsonPropertyName("model")]
    public required string Model { get; init; }

    /// <summary>When it was accepted. ISO 8601, UTC.</summary>
    [JsonPropertyName("created_at")]
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it last changed. ISO 8601, UTC.</summary>
    [JsonPropertyName("updated_at")]
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>The requester's own id of it; absent if none was given.</summary>
    [JsonPropertyName("client_request_id")]
    public string? ClientRequestId { get; init; }

    /// <summary>On whose behalf it was asked for.</summary>
    [JsonPropertyName("tenant")]
    public required string Tenant { get; init; }

    /// <summary><c>high</c>, <c>normal</c> or <c>low</c>.</summary>
    [JsonPropertyName("priority")]
    public required string Priority { get; init; }

    /// <summary>Absent if it may wait for as long as it takes.</summary>
    [JsonPropertyName("start_by")]
    public DateTimeOffset? StartBy { get; init; }

    /// <summary>The vendor's id of its task; absent while none is known.</summary>
    [JsonPropertyName("task_id")]
    public string? TaskId { get; init; }

    /// <summary>Its trace (W3C trace context), 32 hexadecimal digits; absent if it has none.</summary>
    [JsonPropertyName("trace_id")]
    public string? TraceId { get; init; }

    /// <summary>Where to go on from here.</summary>
    [JsonPropertyName("links")]
    public required LinksView Links { get; init; }

    /// <summary>What was asked for, in the canonical form that is sent to the vendor; absent in lists, of a large one (which is at <c>…/request</c>), and of one that was refused.</summary>
    [JsonPropertyName("request")]
    public JsonElement? Request { get; init; }

    /// <summary>The requester's own labels; absent if there are none.</summary>
    [JsonPropertyName("metadata")]
    public IReadOnlyDictionary<string, string>? Metadata { get; init; }

    /// <summary>What is odd about the request, and in one that was refused what is wrong; absent if nothing is, and in lists of summaries.</summary>
    [JsonPropertyName("findings")]
    public IReadOnlyList<Finding>? Findings { get; init; }

    /// <summary>Its place in the line, while it waits; absent in lists.</summary>
    [JsonPropertyName("queue")]
    public QueueView? Queue { get; init; }

    /// <summary>What it was expected to cost, and what it did; absent where no estimate was made.</summary>
    [JsonPropertyName("cost")]
    public CostView? Cost { get; init; }

    /// <summary>What the vendor says it bills; absent until the task has ended, and in lists of summaries.</summary>
    [JsonPropertyName("usage")]
    public VideoUsage? Usage { get; init; }

    /// <summary>The video and its proof; absent until it is archived.</summary>
    [JsonPropertyName("video")]
    public VideoView? Video { get; init; }

    /// <summary>Why there is no video; absent if it has not failed.</summary>
    [JsonPropertyName("error")]
    public GenerationError? Error { get; init; }

    /// <summary>While it is archived: when the vendor's address of the result ends, and the vendor deletes it. ISO 8601, UTC. Absent else.</summary>
    [JsonPropertyName("result_expires_at")]
    public DateTimeOffset? ResultExpiresAt { get; init; }

    /// <summary>True: it is uncertain, what could be found out is found out, and somebody has to decide (<c>POST …/resolve</c>). Absent else.</summary>
    [JsonPropertyName("on_hold")]
    public bool? OnHold { get; init; }

    /// <summary>While it is uncertain: tasks at the vendor that may be its own.</summary>
    [JsonPropertyName("candidates")]
    public IReadOnlyList<TaskCandidate>? Candidates { get; init; }

    /// <summary>What happened to it, the earliest first; absent in lists of summaries.</summary>
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
        ResultExpiresAt = generation.Status == "archiving" ? generation.UrlExpiresAt : null,
        OnHold = generation.OnHold ? true : null,
        Candidates = generation.Candidates,
        Timeline = generation.Timeline,
    };
}
