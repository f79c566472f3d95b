using System.Text.Json;
using System.Text.Json.Serialization;
using Wan.Intake.Events;
using Wan.Intake.Views;

namespace Wan.Intake.Changes;

/// <summary>A change that receivers of webhooks may want to hear of, with the body that they get.</summary>
internal sealed record NotableChange
{
    private const int Around = 300;

    /// <summary>Whose it is.</summary>
    [JsonPropertyName("generation_id")]
    public required string GenerationId { get; init; }

    /// <summary>Which of the generation's changes it is; see <see cref="StateChange.Number"/>. 0 is none of them, but how the generation is now.</summary>
    [JsonPropertyName("number")]
    public required int Number { get; init; }

    /// <summary>When.</summary>
    [JsonPropertyName("at")]
    public required DateTimeOffset At { get; init; }

    /// <summary>The event's name, such as <c>generation.completed</c>.</summary>
    [JsonPropertyName("type")]
    public required string Type { get; init; }

    /// <summary>Whose generation it is.</summary>
    [JsonPropertyName("tenant")]
    public required string Tenant { get; init; }

    /// <summary>Where the requester wants to hear of it; null for nowhere.</summary>
    [JsonPropertyName("callback_url")]
    public string? CallbackUrl { get; init; }

    /// <summary>The body: <c>type</c>, <c>timestamp</c>, and in <c>data</c> the generation as lists show it, with the state of the change.</summary>
    [JsonPropertyName("body")]
    public required string Body { get; init; }

    /// <summary>That of a generation as it was read.</summary>
    public static NotableChange Of(ChangedStored stored, GenerationSummary summary, StateChange change, ReadOnlySpan<byte> address) => new()
    {
        GenerationId = stored.Id,
        Number = change.Number,
        At = change.At,
        Type = EventTypes.Of(change.Status),
        Tenant = stored.Tenant,
        CallbackUrl = stored.CallbackUrl,
        Body = BodyOf(summary, change, address),
    };

    private static string BodyOf(GenerationSummary summary, StateChange change, ReadOnlySpan<byte> address)
    {
        var buffer = new byte[Around + summary.MaxLength(address)];
        var body = new JsonBytes(buffer);
        body.AddWord("{\"type\":"u8, EventTypes.Of(change.Status));
        body.Add(",\"timestamp\":"u8, JsonSerializer.SerializeToUtf8Bytes(change.At, IntakeJson.Default.DateTimeOffset));
        body.Add(",\"data\":"u8);
        summary.Write(ref body, address, change.Status);
        body.Add("}"u8);
        return System.Text.Encoding.UTF8.GetString(body.Written);
    }
}
