namespace Wan.Submitter.Posting;

/// <summary>One POST: saved as an intent before it is sent, and completed with what came of it.</summary>
internal sealed class Attempt
{
    /// <summary>The outcome of a POST that was answered with a task.</summary>
    public const string Accepted = "accepted";

    /// <summary>The outcome of a POST of which it is not known whether it made a task.</summary>
    public const string Unknown = "unknown";

    /// <summary>The outcome of a POST whose task was found at the vendor, and proven its own.</summary>
    public const string Found = "found";

    /// <summary>The outcome of a POST that was taken for one that made no task. Its task may still show.</summary>
    public const string Absent = "absent";

    /// <summary>The outcome of a POST whose task an operator named.</summary>
    public const string Adopted = "adopted";

    /// <summary>A UUID (version 7). The slot that the POST takes carries it too.</summary>
    public required string Id { get; init; }

    /// <summary>The account it is sent on.</summary>
    public required string Account { get; init; }

    /// <summary>What that account was at the vendor when it was sent, as <see cref="Uploads.UploadRules.MarkOf"/> knows it; null of one that an older release made.</summary>
    public string? AccountMark { get; init; }

    /// <summary>The host that sends it, by whose clock its times are; null of one that an older release made.</summary>
    public string? Host { get; init; }

    /// <summary>SHA-256 of the canonical request.</summary>
    public required string RequestHash { get; init; }

    /// <summary>The earliest it is sent.</summary>
    public required DateTimeOffset SendAt { get; set; }

    /// <summary>The latest it may leave; whoever sends it asks the clock right before. Null of one that an older release made.</summary>
    public DateTimeOffset? NotAfter { get; set; }

    /// <summary>When we stopped waiting for its answer: it came, or the connection broke, or the process that waited died.</summary>
    public DateTimeOffset? EndedAt { get; set; }

    /// <summary>A word for what came of it, such as <c>accepted</c> or <c>throttled_rate</c>.</summary>
    public string? Outcome { get; set; }

    /// <summary>The vendor's id of the POST.</summary>
    public string? VendorRequestId { get; set; }
}
