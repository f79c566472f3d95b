using System.Text.Json.Serialization;
using MassTransit;
using Wan.Contracts;
using Wan.DashScope.Costs;
using Wan.DashScope.Requests;
using Wan.Hosting.Tracing;
using Wan.Intake.Ends;
using Wan.Intake.Events;
using Wan.Intake.Sagas;
using Wan.Storage;

namespace Wan.Intake;

/// <summary>One generation from request to video: what the saga knows, and what every door shows.</summary>
internal sealed class Generation : SagaStateMachineInstance, IDocument, ITraced
{
    /// <summary>Entries kept in <see cref="Timeline"/>; later ones push out the middle, never the beginning.</summary>
    private const int TimelineLength = 60;

    public required Guid CorrelationId { get; set; }

    public string Id => CorrelationId.ToString();

    /// <summary>Its last states, oldest first; none if an older release saved it. It stands here since whoever follows changes reads no further (<see cref="ChangedGeneration"/>).</summary>
    public List<StateChange> Changes { get; init; } = [];

    [JsonIgnore]
    public DateTimeOffset? ChangedAt => Changes is [.., var last] ? last.At : null;

    public long Version { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset UpdatedAt { get; set; }

    public DateTimeOffset? DueAt { get; set; }

    /// <summary>Tenant and the requester's own id, or where there is none the message's; two requests with the same one are the same request.</summary>
    public string? UniqueKey { get; init; }

    /// <summary>The state's name in the state machine, such as <c>Accepted</c>.</summary>
    public string CurrentState { get; set; } = nameof(GenerationStateMachine.Accepted);

    /// <summary>The state as every door spells it, such as <c>accepted</c>.</summary>
    public string Status => CurrentState.ToLowerInvariant();

    /// <summary>Whether it is over, so that nothing is to be done but perhaps to delete its video.</summary>
    [JsonIgnore]
    public bool HasEnded => Status is "completed" or "failed" or "cancelled" or "rejected";

    public required string Tenant { get; init; }

    public required string Model { get; init; }

    public required string Priority { get; set; }

    public string? ClientRequestId { get; init; }

    public string? CallbackUrl { get; init; }

    public IReadOnlyDictionary<string, string>? Metadata { get; init; }

    public IReadOnlyList<Finding>? Findings { get; init; }

    /// <summary>The canonical request as JSON, of one that an older release took in; every other one's is among the request bodies.</summary>
    public string? Request { get; init; }

    public required string RequestHash { get; init; }

    /// <summary>Length of the canonical request; null if it was refused, or an older release took it in.</summary>
    public int? RequestBytes { get; init; }

    /// <summary>See <see cref="TaskIdentity.Fingerprint"/>; null as <see cref="RequestBytes"/>.</summary>
    public string? PromptSha256 { get; init; }

    /// <summary>Ids of the files that its request refers to; null for none.</summary>
    public IReadOnlyList<string>? Files { get; init; }

    public ExpectedVideo? Expected { get; init; }

    public CostEstimate? Estimate { get; init; }

    public CostSettlement? Settled { get; set; }

    /// <summary>On which page of its tenant's ledger it stands; null if an older release took it in, or it was refused.</summary>
    public int? LedgerPage { get; set; }

    public string? TraceParent { get; init; }

    public string? TraceState { get; init; }

    public string? Account { get; set; }

    public string? TaskId { get; set; }

    /// <summary>How the task was found, as in <see cref="GenerationSubmitted.FoundBy"/>; null: the POST's own answer named it.</summary>
    public string? TaskFoundBy { get; set; }

    /// <summary>While it is uncertain: tasks at the vendor that may be its own.</summary>
    public IReadOnlyList<TaskCandidate>? Candidates { get; set; }

    /// <summary>Tasks of this request beside its own; they are paid too.</summary>
    public List<OrphanTask> Orphans { get; init; } = [];

    public DateTimeOffset? SubmittedAt { get; set; }

    public DateTimeOffset? StartedAt { get; set; }

    /// <summary>How its task ended at the vendor, in times and counts; null until then.</summary>
    public VendorEnd? VendorEnd { get; set; }

    /// <summary>POSTs so far, those that made no task included; null if an older Submitter did not say.</summary>
    public int? Attempts { get; set; }

    /// <summary>It is found by its task.</summary>
    public string? LookupKey => TaskId;

    public string? SealedVideoUrl { get; set; }

    public DateTimeOffset? UrlExpiresAt { get; set; }

    public VideoUsage? Usage { get; set; }

    public ArchivedVideo? Video { get; set; }

    /// <summary>Null while the video is kept. It may be known before the video is, since messages overtake each other.</summary>
    public VideoDeletion? VideoDeletion { get; set; }

    /// <summary>Somebody has asked to delete the video, and Archiver has not told yet that it is gone; null if nobody has.</summary>
    public VideoDeletionAsked? VideoDeletionAsked { get; set; }

    /// <summary>Somebody has asked to delete all that is kept of it; null if nobody has.</summary>
    public ErasureAsked? ErasureAsked { get; set; }

    /// <summary>Archiver keeps nothing of it any more: it is to be deleted.</summary>
    public bool IsErased { get; set; }

    [JsonIgnore]
    public TimeSpan? KeptFor => IsErased ? TimeSpan.Zero : null;

    /// <summary>True: the video is not deleted, neither by retention nor because somebody asks.</summary>
    public bool VideoHold { get; set; }

    /// <summary>When that was last changed; null if it never was.</summary>
    public DateTimeOffset? VideoHoldChangedAt { get; set; }

    public GenerationError? Error { get; set; }

    /// <summary>A word for why there is no video, where that is not just that somebody asked to cancel it.</summary>
    [JsonIgnore]
    public string? ErrorType => Status == "failed" || (Status == "cancelled" && StartByRules.WasNotStarted(this)) ? Error?.Code : null;

    public bool CancelRequested { get; set; }

    public bool DiscardResult { get; set; }

    /// <summary>The latest that the vendor may begin it; null if it may wait for as long as it takes.</summary>
    public DateTimeOffset? StartBy { get; init; }

    /// <summary>That has passed, and it is taken out of the line, or cancelled at the vendor, if it has not begun.</summary>
    public bool StartMissed { get; set; }

    /// <summary>The vendor has not cancelled its task for that, since it runs: it goes on as any other.</summary>
    public bool StartForgiven { get; set; }

    /// <summary>It is uncertain, and the repair waits for somebody to decide.</summary>
    public bool OnHold { get; set; }

    public List<TimelineEntry> Timeline { get; init; } = [];

    /// <summary>Where the archived video is: below this address, or as a path below Intake's if there is none.</summary>
    public string VideoUrl(Uri? publicUrl) => $"{DoorsAt(publicUrl)}/v1/generations/{Id}/video";

    /// <summary>What stands before the path of a door: nothing, if there is no address.</summary>
    public static string DoorsAt(Uri? publicUrl) => publicUrl?.AbsoluteUri.TrimEnd('/') ?? "";

    /// <summary>Notes what happened.</summary>
    public void Note(DateTimeOffset at, string what, string? detail = null)
    {
        UpdatedAt = at;
        if (Timeline.Count > 0 && Timeline[^1].What == what && Timeline[^1].Detail == detail)
            return;
        if (Timeline.Count == TimelineLength)
            Timeline.RemoveAt(TimelineLength / 2);
        Timeline.Add(new TimelineEntry { At = at, What = what, Detail = detail });
    }
}
