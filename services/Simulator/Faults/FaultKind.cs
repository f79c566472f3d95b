namespace Wan.Simulator.Faults;

/// <summary>What can go wrong on demand. On the wire the names are in snake case; the README tells what each does and takes.</summary>
internal enum FaultKind
{
    // Any call.
    Unauthorized,
    ClockSkew,
    RefuseConnections,

    // A submit that makes no task.
    SubmitThrottled,
    SubmitError,

    // A submit that makes a task and hides it.
    SubmitAcceptedError,
    SubmitAcceptedHang,
    SubmitAcceptedReset,
    SubmitNotJson,
    SubmitSlow,

    // A task's fate, drawn at its submit.
    TaskFails,

    // A query.
    QueryThrottled,
    QueryError,
    QuerySlow,
    QueryTruncated,
    QueryUnknown,
    QueryOddStatus,
    QueryWithoutUrl,
    QueryFailedWithoutReason,

    // A list.
    ListError,
    ListLate,
    ListNever,
    ListUnordered,

    // An upload.
    UploadError,
    UploadPolicyExpired,
    UploadSlow,

    // A download.
    DownloadError,
    DownloadExpired,
    DownloadRedirect,
    DownloadSlow,
    DownloadReset,
    DownloadWrongLength,
    DownloadNoRange,
    DownloadCorrupt,
    DownloadEndless,
}
