using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Wan.Notifier.Deliveries;

namespace Wan.Notifier.Doors;

/// <summary>One webhook, and what became of it.</summary>
internal sealed record DeliveryView
{
    /// <summary>Its id, which the receiver gets as <c>webhook-id</c>.</summary>
    [JsonPropertyName("id")]
    public required string Id { get; init; }

    /// <summary>The event.</summary>
    [JsonPropertyName("type")]
    public required string Type { get; init; }

    /// <summary>Whose event.</summary>
    [JsonPropertyName("generation_id")]
    public required string GenerationId { get; init; }

    /// <summary>When that happened. ISO 8601, UTC.</summary>
    [JsonPropertyName("timestamp")]
    public required DateTimeOffset Timestamp { get; init; }

    /// <summary>When it was made.</summary>
    [JsonPropertyName("created_at")]
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary><c>pending</c>, <c>delivered</c>, <c>failed</c> (given up) or <c>held</c> (the endpoint was disabled).</summary>
    [JsonPropertyName("status")]
    public required string Status { get; init; }

    /// <summary>When it is sent next; absent if it is not.</summary>
    [JsonPropertyName("next_attempt_at")]
    public DateTimeOffset? NextAttemptAt { get; init; }

    /// <summary>Where it goes, of a callback.</summary>
    [JsonPropertyName("url")]
    public string? Url { get; init; }

    /// <summary>The last attempts, the oldest first; 20 at most.</summary>
    [JsonPropertyName("attempts")]
    public required IReadOnlyList<AttemptView> Attempts { get; init; }

    /// <summary>What is sent, as it is; where one delivery is asked for.</summary>
    [JsonPropertyName("body")]
    public string? Body { get; init; }

    public static DeliveryView Of(Delivery delivery) => new()
    {
        Id = delivery.Id,
        Type = delivery.Type,
        GenerationId = delivery.GenerationId,
        Timestamp = delivery.EventAt,
        CreatedAt = delivery.CreatedAt,
        Status = delivery.Status,
        NextAttemptAt = delivery.DueAt,
        Url = delivery.Url,
        Attempts =
        [
            .. delivery.Attempts.Select(attempt => new AttemptView { At = attempt.At, Outcome = attempt.Outcome, Status = attempt.Status, Detail = attempt.Detail, Milliseconds = attempt.Milliseconds }),
        ],
    };
}

/// <summary>One attempt to deliver.</summary>
internal sealed record AttemptView
{
    /// <summary>When it began. ISO 8601, UTC.</summary>
    [JsonPropertyName("at")]
    public required DateTimeOffset At { get; init; }

    /// <summary><c>delivered</c>, <c>refused</c> (another status than 2xx), <c>redirect</c>, <c>gone</c> (410), <c>aborted</c>, <c>timeout</c>, <c>no_connection</c> or <c>refused_address</c>.</summary>
    [JsonPropertyName("outcome")]
    public required string Outcome { get; init; }

    /// <summary>What the receiver answered; absent if it did not.</summary>
    [JsonPropertyName("status")]
    public int? Status { get; init; }

    /// <summary>A sentence, where it failed.</summary>
    [JsonPropertyName("detail")]
    public string? Detail { get; init; }

    /// <summary>How long it took.</summary>
    [JsonPropertyName("milliseconds")]
    public required int Milliseconds { get; init; }
}

/// <summary>A page of deliveries, newest first.</summary>
internal sealed record DeliveryPageView
{
    /// <summary>The deliveries.</summary>
    [JsonPropertyName("items")]
    public required IReadOnlyList<DeliveryView> Items { get; init; }

    /// <summary>Cursor of the next page; absent on the last.</summary>
    [JsonPropertyName("next")]
    public string? Next { get; init; }
}

/// <summary>Which deliveries are to be sent again.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record RedeliverRequest
{
    /// <summary>Those made at this time or later. ISO 8601 with an offset.</summary>
    [Required]
    [JsonPropertyName("created_after")]
    public DateTimeOffset? CreatedAfter { get; init; }

    /// <summary>Those made before this time; without it, until now.</summary>
    [JsonPropertyName("created_before")]
    public DateTimeOffset? CreatedBefore { get; init; }

    /// <summary>Which of them: <c>failed</c>, <c>held</c> or <c>delivered</c>; without it, the first two.</summary>
    [JsonPropertyName("status")]
    public string? Status { get; init; }

    /// <summary>The <c>next</c> of the answer before.</summary>
    [JsonPropertyName("cursor")]
    public string? Cursor { get; init; }
}

/// <summary>How many are sent again.</summary>
internal sealed record RedeliverView
{
    /// <summary>Of those that were looked at.</summary>
    [JsonPropertyName("redelivered")]
    public required int Redelivered { get; init; }

    /// <summary>To be sent as <c>cursor</c> where there is more than one call looks at; absent at the end.</summary>
    [JsonPropertyName("next")]
    public string? Next { get; init; }
}
