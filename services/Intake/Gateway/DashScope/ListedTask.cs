using System.Text.Json;
using System.Text.Json.Serialization;
using Wan.Hosting.Tracing;
using Wan.Intake.Ends;
using Wan.Intake.Events;

namespace Wan.Intake.Gateway.DashScope;

/// <summary>The part of a stored <see cref="Generation"/> that the vendor's list shows.</summary>
internal sealed record ListedTask : ITraced
{
    public required Guid CorrelationId { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset UpdatedAt { get; init; }

    public required string CurrentState { get; init; }

    public required string Tenant { get; init; }

    public required string Model { get; init; }

    public DateTimeOffset? StartedAt { get; init; }

    public VendorEnd? VendorEnd { get; init; }

    public List<StateChange>? Changes { get; init; }

    public string? TraceParent { get; init; }

    public string? TraceState { get; init; }

    /// <summary>The vendor's word for how far it is.</summary>
    [JsonIgnore]
    public string Word => TaskWords.Of(CurrentState.ToLowerInvariant(), StartedAt is not null);

    /// <summary>It, from what is stored.</summary>
    /// <exception cref="JsonException">It is no generation.</exception>
    public static ListedTask Read(ReadOnlyMemory<byte> stored) => JsonSerializer.Deserialize(stored.Span, IntakeJson.Default.ListedTask) ?? throw new JsonException("It is null.");

    public static ListedTask Of(Generation generation) => new()
    {
        CorrelationId = generation.CorrelationId,
        CreatedAt = generation.CreatedAt,
        UpdatedAt = generation.UpdatedAt,
        CurrentState = generation.CurrentState,
        Tenant = generation.Tenant,
        Model = generation.Model,
        StartedAt = generation.StartedAt,
        VendorEnd = generation.VendorEnd,
        Changes = generation.Changes,
        TraceParent = generation.TraceParent,
        TraceState = generation.TraceState,
    };

    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("task_id", CorrelationId.ToString());
        json.WriteString("status", Word);
        json.WriteString("model_name", Model);
        json.WriteString("request_id", VendorAnswer.RequestId(TraceOrigin.Read(TraceParent, TraceState)));
        json.WriteNumber("gmt_create", CreatedAt.ToUnixTimeMilliseconds());
        if ((StartedAt ?? VendorEnd?.StartedAt) is { } started)
            json.WriteNumber("start_time", started.ToUnixTimeMilliseconds());
        if (TaskWords.IsEnd(Word))
            json.WriteNumber("end_time", (Changes is [.., var last] ? last.At : UpdatedAt).ToUnixTimeMilliseconds());
        json.WriteString("region", "wan");
        json.WriteString("api_key_id", "0");
        json.WriteString("caller_uid", Tenant);
        json.WriteString("caller_parent_id", Tenant);
        json.WriteString("user_api_unique_key", $"apikey:v1:aigc:video-generation:video-synthesis:{Model}");
        json.WriteEndObject();
    }
}
