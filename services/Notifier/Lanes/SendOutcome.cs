namespace Wan.Notifier.Lanes;

/// <summary>What came of one attempt to send a webhook.</summary>
/// <param name="Word">In a word, for the log and the metrics.</param>
/// <param name="Status">What the receiver answered; null if it did not.</param>
/// <param name="Detail">A sentence, where it failed. Nothing of what the receiver wrote stands in it.</param>
internal sealed record SendOutcome(string Word, int? Status = null, string? Detail = null)
{
    /// <summary>The receiver has it.</summary>
    public bool IsSuccess => Word == "delivered";

    /// <summary>It is not sent again.</summary>
    public bool IsFinal => Word is "aborted" or "gone";

    /// <summary>The receiver wants no more of any.</summary>
    public bool IsGone => Word == "gone";

    /// <summary>The receiver can't take more for now.</summary>
    public bool IsThrottle => Status is 429 or 502 or 503 or 504;

    /// <summary>How long it asks to be left alone; null if it does not.</summary>
    public TimeSpan? RetryAfter { get; init; }
}
