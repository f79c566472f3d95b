namespace Wan.Submitter;

/// <summary>Where a submission stands.</summary>
internal enum SubmissionState
{
    /// <summary>In the line. Nothing has been sent, or what was sent is known to have made no task.</summary>
    Waiting,

    /// <summary>The intent is saved; the POST may be on the wire.</summary>
    Posting,

    /// <summary>The vendor has the task, and it takes a slot.</summary>
    Submitted,

    /// <summary>The POST may or may not have made a task. It takes a slot until that is known.</summary>
    Uncertain,

    /// <summary>The task has ended and its slot is free.</summary>
    Ended,

    /// <summary>The vendor won't have it, or an operator gave it up.</summary>
    Refused,

    /// <summary>Taken out of the line on request.</summary>
    Withdrawn,
}
