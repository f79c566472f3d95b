using Wan.Contracts;
using Wan.Hosting.Tracing;
using Wan.Storage;

namespace Wan.Poller;

/// <summary>One task at the vendor that is watched until it ends, and then how it ended, so that the same answer can be given again.</summary>
internal sealed class Watch : IDocument, ITraced
{
    /// <summary>The vendor's id of the task.</summary>
    public required string Id { get; init; }

    public long Version { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? DueAt { get; set; }

    /// <summary>Whose it is. Another's from the moment that Submitter says so: a person may have named it for the wrong one first.</summary>
    public required string GenerationId { get; set; }

    public required string Account { get; init; }

    public required string Model { get; init; }

    public required ExpectedVideo Expected { get; init; }

    /// <summary>When the vendor accepted the task.</summary>
    public required DateTimeOffset SubmittedAt { get; init; }

    /// <summary>How the task was found, as in <see cref="TrackTask.FoundBy"/>.</summary>
    public string? FoundBy { get; set; }

    /// <summary>The <c>traceparent</c> of the request.</summary>
    public string? TraceParent { get; init; }

    public string? TraceState { get; init; }

    /// <summary>The vendor's word for its state when it was last told, whatever that word is; null if it was never told.</summary>
    public string? StatusSeen { get; set; }

    /// <summary>When that was.</summary>
    public DateTimeOffset? SeenAt { get; set; }

    /// <summary>When it started to run; null while it waits.</summary>
    public DateTimeOffset? StartedAt { get; set; }

    /// <summary>How often it was asked for by its id.</summary>
    public int Asks { get; set; }

    /// <summary>How often in a row the vendor said that it does not know it, or that it succeeded but not where.</summary>
    public int OddAnswers { get; set; }

    /// <summary>Somebody said that it has ended: ask at once.</summary>
    public bool Hinted { get; set; }

    /// <summary>A fresh result URL is wanted.</summary>
    public bool RefreshWanted { get; set; }

    /// <summary>How far a cancellation has come.</summary>
    public CancelStep Cancel { get; set; }

    /// <summary>How it ended; null until then. Kept while a fresh URL is asked for.</summary>
    public WatchEnd? End { get; set; }

    /// <summary>Tasks are watched account by account, since each account has its own budget.</summary>
    public string Group => Account;

    public string Status => End is { } end ? end.Kind.ToString() : StatusSeen ?? "PENDING";
}

/// <summary>How far a cancellation has come.</summary>
internal enum CancelStep
{
    /// <summary>None is wanted.</summary>
    None,

    /// <summary>It is wanted.</summary>
    Wanted,

    /// <summary>The vendor refused it; what the task does instead is to be asked for.</summary>
    Refused,
}
