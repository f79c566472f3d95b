using Wan.Contracts;
using Wan.DashScope.Requests;
using Wan.Hosting.Tracing;
using Wan.Storage;
using Wan.Submitter.Line;
using Wan.Submitter.Posting;
using Wan.Submitter.Quotas;
using Wan.Submitter.Repairs;

namespace Wan.Submitter;

/// <summary>One generation on its way to the vendor. Its id is the generation's.</summary>
internal sealed partial class Submission : IDocument, ITraced
{
    /// <summary>Claimed by the sweep: whatever has left the line and is not finished.</summary>
    public const string InFlight = "in-flight";

    /// <summary>See <see cref="Status"/>.</summary>
    public const string WaitingAgain = "WaitingAgain";

    /// <summary>The code of the error of one that a person gave up.</summary>
    public const string GivenUpCode = "uncertain_failed";

    private const int AttemptsKept = 20;

    public required string Id { get; init; }

    public long Version { get; set; }

    /// <summary>When it came into the line.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? DueAt { get; set; }

    public SubmissionState State { get; set; }

    public required string Model { get; init; }

    /// <summary>The vendor's request body, of one that an older release sent; every other one's is among the request bodies.</summary>
    public string? Body { get; init; }

    /// <summary>Its length, if it is among the request bodies.</summary>
    public int? BodyBytes { get; init; }

    /// <summary>The length of the body, or about that.</summary>
    public int Length => BodyBytes ?? Body?.Length ?? 0;

    /// <summary>SHA-256 of the body.</summary>
    public required string RequestHash { get; init; }

    /// <summary>See <see cref="TaskIdentity.Fingerprint"/>; null of one that an older release took in.</summary>
    public string? PromptSha256 { get; init; }

    /// <summary>What the video should be; null of one that an older release took in.</summary>
    public ExpectedVideo? Expected { get; init; }

    public required string Tenant { get; init; }

    /// <summary>Place in the line; see <see cref="FairTags"/>.</summary>
    public required long Rank { get; set; }

    /// <summary>How often in a row its POST broke off before there was an intent.</summary>
    public int BrokenOff { get; set; }

    /// <summary>The latest POSTs, oldest first.</summary>
    public List<Attempt> Attempts { get; init; } = [];

    /// <summary>How many POSTs there were in all.</summary>
    public int AttemptCount { get; set; }

    /// <summary>The task that makes its video.</summary>
    public VendorTask? Task { get; set; }

    /// <summary>Tasks of this generation beside that one.</summary>
    public List<VendorTask> Orphans { get; init; } = [];

    /// <summary>One of them that is its own for certain: of another program's with the same prompt it could not be told by the prompt alone.</summary>
    public VendorTask? ProvenOrphan => Orphans.Find(orphan => orphan.FoundBy != TaskFoundBy.Prompt);

    public GenerationError? Error { get; set; }

    /// <summary>It was withdrawn while a POST was under way or in doubt: it is not sent again.</summary>
    public bool IsUnwanted { get; set; }

    /// <summary>It is not POSTed at this time or later; null for whenever its turn comes.</summary>
    public DateTimeOffset? StartBy { get; init; }

    /// <summary>Why it was withdrawn, as in <see cref="CancellationReason"/>; null also if nobody said.</summary>
    public string? WithdrawnFor { get; set; }

    /// <summary>What it waited for when it was withdrawn since it was not begun in time.</summary>
    public string? WaitedFor { get; set; }

    /// <summary>The repair gave up; somebody has to decide.</summary>
    public bool NeedsOperator { get; set; }

    /// <summary>How many looks the repair has had since the outcome became uncertain.</summary>
    public int Looks { get; set; }

    /// <summary>How many looks in a row have shown a later task of ours, and nothing that may be its own.</summary>
    public int EmptyLooks { get; set; }

    /// <summary>Tasks that may be its own, as the last look showed them.</summary>
    public List<TaskCandidate> Candidates { get; init; } = [];

    /// <summary>Tasks that were shown as its candidates when it was decided to POST it again all the same, or to use another.</summary>
    public List<string> PassedOver { get; init; } = [];

    public string? TraceParent { get; init; }

    public string? TraceState { get; init; }

    /// <summary>No two generations can take the same task.</summary>
    public string? UniqueKey => Task?.TaskId;

    /// <summary>
    /// A task of unknown origin is looked for by its prompt; see <see cref="RequestsByPrompt"/>. What has never been POSTed has made none, and there may be
    /// tens of thousands of it.
    /// </summary>
    public string? LookupKey => Attempts.Count > 0 ? PromptSha256 : null;

    public string Group => State != SubmissionState.Waiting ? InFlight : Files is { IsReady: false } ? PreparingFor(Model) : WaitingFor(Model);

    /// <summary>Its state; one that waits again after a POST is told from the many that have never been sent.</summary>
    public string Status => State == SubmissionState.Waiting && Attempts.Count > 0 ? WaitingAgain : State.ToString();

    /// <summary>The POST that counts: the last one.</summary>
    public Attempt? Attempt => Attempts.Count == 0 ? null : Attempts[^1];

    /// <summary>Whether its slot must stay taken.</summary>
    public bool HoldsSlot => State is SubmissionState.Posting or SubmissionState.Submitted or SubmissionState.Uncertain;

    /// <summary>A person gave it up while its outcome was not known.</summary>
    public bool IsGivenUp => State == SubmissionState.Refused
        && (Attempt is { Outcome: null or Attempt.Unknown } || Error?.Code == GivenUpCode || Error?.Code.StartsWith("task_", StringComparison.Ordinal) == true);

    public static string WaitingFor(string model) => $"waiting:{model}";

    /// <summary>The intent: this POST is about to be sent.</summary>
    /// <param name="reservation">Its slot.</param>
    /// <param name="notAfter">The latest it may leave.</param>
    /// <param name="doubtAt">When whoever finds it still posting may take the sender for dead.</param>
    /// <param name="accountMark">What the account is at the vendor.</param>
    public void Begin(Reservation reservation, DateTimeOffset notAfter, DateTimeOffset doubtAt, string accountMark)
    {
        State = SubmissionState.Posting;
        DueAt = doubtAt;
        Error = null;
        AttemptCount++;
        BrokenOff = 0;
        if (Attempts.Count == AttemptsKept)
            Attempts.RemoveAt(0);
        Attempts.Add(new Attempt
        {
            Id = reservation.AttemptId,
            Account = reservation.Account,
            AccountMark = accountMark,
            Host = Environment.MachineName,
            RequestHash = RequestHash,
            SendAt = reservation.SendAt,
            NotAfter = notAfter,
        });
    }

    /// <summary>The intent again, since its turn comes later than thought.</summary>
    public void Renew(DateTimeOffset notAfter, DateTimeOffset doubtAt)
    {
        Attempt!.NotAfter = notAfter;
        DueAt = doubtAt;
    }

    /// <summary>The vendor has it, as this task.</summary>
    public void Accept(VendorTask task, DateTimeOffset dueAt)
    {
        State = SubmissionState.Submitted;
        Task = task;
        DueAt = dueAt;
        Error = null;
        EndDoubt();
    }

    /// <summary>Back to its old place, or out of the line if nobody wants it any more: provably nothing was made.</summary>
    public void ReturnToLine()
    {
        if (IsUnwanted)
        {
            Finish(SubmissionState.Withdrawn);
            return;
        }

        State = SubmissionState.Waiting;
        DueAt = CreatedAt;
        Error = null;
        PassOverCandidates();
        EndDoubt();
    }

    /// <summary>It has been decided: what was shown for it is not asked about again.</summary>
    public void PassOverCandidates()
    {
        PassedOver.Clear();
        PassedOver.AddRange(Candidates.Select(candidate => candidate.TaskId));
    }

    /// <summary>Its outcome can't be known yet.</summary>
    public void Doubt(GenerationError error, DateTimeOffset endedAt, DateTimeOffset lookAt)
    {
        State = SubmissionState.Uncertain;
        Error = error;
        DueAt = lookAt;
        EndDoubt();
        if (Attempt is { } attempt)
            attempt.EndedAt ??= endedAt;
    }

    /// <summary>A POST that was taken for one that made no task may have made one after all: it counts again.</summary>
    public void DoubtAgain(Attempt attempt, GenerationError error, DateTimeOffset lookAt)
    {
        Attempts.Remove(attempt);
        Attempts.Add(attempt);
        attempt.Outcome = Attempt.Unknown;
        Doubt(error, attempt.EndedAt ?? attempt.SendAt, lookAt);
    }

    /// <summary>The task that a person named is not its own after all: that person decides again.</summary>
    public void TakeBack(GenerationError error, DateTimeOffset lookAt)
    {
        State = SubmissionState.Uncertain;
        if (Attempts.Find(attempt => attempt.Id == Task?.AttemptId) is { } named)
            named.Outcome = Attempt.Unknown;
        Task = null;
        Error = error;
        DueAt = lookAt;
        EndDoubt();
        NeedsOperator = true;
        if (Attempt is { } attempt)
            attempt.Outcome = Attempt.Unknown;
    }

    /// <summary>Over, one way or another.</summary>
    public void Finish(SubmissionState state, GenerationError? error = null)
    {
        State = state;
        Error = error;
        DueAt = null;
        PassedOver.Clear();
        EndDoubt();
    }

    private void EndDoubt()
    {
        NeedsOperator = false;
        (Looks, EmptyLooks) = (0, 0);
        Candidates.Clear();
    }
}
