using Wan.Storage;

namespace Wan.Notifier.Deliveries;

/// <summary>One webhook: an event of a generation on its way to one receiver.</summary>
internal sealed class Delivery : IDocument
{
    /// <summary>Attempts that are kept; the oldest go first.</summary>
    private const int AttemptsKept = 20;

    /// <summary>What receivers get as <c>webhook-id</c>; it has no dot, and is the same whoever finds the event, and however often.</summary>
    public required string Id { get; init; }

    public long Version { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? DueAt { get; set; }

    /// <summary>Whose events they are.</summary>
    public required string EndpointId { get; init; }

    /// <summary>See <see cref="Lanes.Lane"/>.</summary>
    public required string Lane { get; init; }

    public required string Tenant { get; init; }

    public required string GenerationId { get; init; }

    /// <summary>The event's name.</summary>
    public required string Type { get; init; }

    /// <summary>When that happened.</summary>
    public required DateTimeOffset EventAt { get; init; }

    /// <summary>Where to, of a callback; null: to where its endpoint is then.</summary>
    public string? Url { get; init; }

    /// <summary>What is sent, the same each time.</summary>
    public required string Body { get; init; }

    /// <summary>One of <see cref="DeliveryStatus"/>.</summary>
    public required string Status { get; set; }

    /// <summary>Attempts since it was last begun.</summary>
    public int Tries { get; set; }

    /// <summary>The last attempts, the oldest first.</summary>
    public List<Attempt> Attempts { get; init; } = [];

    /// <summary>When it was last asked for again.</summary>
    public DateTimeOffset? RedeliveredAt { get; set; }

    string? IDocument.Group => Lane;

    // The log is an endpoint's.
    string? IDocument.Tenant => EndpointId;

    string? IDocument.Status => Status;

    /// <summary>Notes an attempt.</summary>
    public void Note(Attempt attempt)
    {
        Tries++;
        Attempts.Add(attempt);
        if (Attempts.Count > AttemptsKept)
            Attempts.RemoveAt(0);
    }
}

/// <summary>What became of a webhook.</summary>
internal static class DeliveryStatus
{
    /// <summary>It is sent now, or again later.</summary>
    public const string Pending = "pending";

    /// <summary>The receiver has it.</summary>
    public const string Delivered = "delivered";

    /// <summary>It is given up.</summary>
    public const string Failed = "failed";

    /// <summary>Its endpoint was disabled.</summary>
    public const string Held = "held";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = [Pending, Delivered, Failed, Held];
}

/// <summary>One attempt to deliver.</summary>
internal sealed record Attempt
{
    /// <summary>When it began.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>What came of it, of few words: see <see cref="Lanes.SendOutcome"/>.</summary>
    public required string Outcome { get; init; }

    /// <summary>The status that the receiver answered; null if it did not.</summary>
    public int? Status { get; init; }

    /// <summary>A sentence, where it failed.</summary>
    public string? Detail { get; init; }

    /// <summary>How long it took.</summary>
    public int Milliseconds { get; init; }
}
