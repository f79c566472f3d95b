namespace Wan.DashScope.Client;

/// <summary>What the vendor says of a task (<c>task_status</c>). A word outside this list is data: <see cref="Other"/>.</summary>
public enum DashScopeTaskStatus
{
    /// <summary>A word that is not documented for these models; the word itself is kept beside.</summary>
    Other,

    /// <summary>Waits in the vendor's queue; the only state in which it can be cancelled.</summary>
    Pending,

    /// <summary>Is being rendered.</summary>
    Running,

    /// <summary>Done; the result URL lives for 24 hours.</summary>
    Succeeded,

    /// <summary>Ended without a video and without cost.</summary>
    Failed,

    /// <summary>Was cancelled while it waited.</summary>
    Canceled,

    /// <summary>The vendor knows no such id: never existed, expired (24 hours), or not known yet right after the submit.</summary>
    Unknown,
}
