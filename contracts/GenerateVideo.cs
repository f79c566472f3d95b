using MassTransit;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Wan.Contracts;

/// <summary>
/// Asks for one video. Sent by anyone to Intake, as plain JSON or in a MassTransit envelope. The shape is the vendor's request
/// body plus our own optional fields beside <c>model</c>, so that the vendor's samples can be pasted. Answered by <see
/// cref="GenerationCompleted"/>, <see cref="GenerationFailed"/>, <see cref="GenerationCancelled"/> or <see
/// cref="GenerationRejected"/>.
/// </summary>
[Command]
[PublicMessage]
[EntityName("wan.generate-video")]
[MessageUrn("wan:generate-video")]
public sealed record GenerateVideo
{
    /// <summary>The model's name as the vendor spells it, such as <c>wan2.7-r2v</c>.</summary>
    [JsonPropertyName("model")]
    public required string Model { get; init; }

    /// <summary>What to show: the prompt and its references.</summary>
    [JsonPropertyName("input")]
    public required VideoInput Input { get; init; }

    /// <summary>How to show it. Absent: the vendor's defaults.</summary>
    [JsonPropertyName("parameters")]
    public VideoParameters? Parameters { get; init; }

    /// <summary>
    /// The sender's own id of this request, 1 to 255 characters. A second command with the same id and the same request makes
    /// no second video.
    /// </summary>
    [JsonPropertyName("client_request_id")]
    public string? ClientRequestId { get; init; }

    /// <summary>On whose behalf, 1 to 64 characters. Absent: <c>default</c>.</summary>
    [JsonPropertyName("tenant")]
    public string? Tenant { get; init; }

    /// <summary><c>high</c>, <c>normal</c> (the default) or <c>low</c>.</summary>
    [JsonPropertyName("priority")]
    public string? Priority { get; init; }

    /// <summary>
    /// The latest that the vendor may begin it, ISO 8601 with an offset, at most 30 days ahead. What has not begun by then ends as cancelled, unpaid, with the
    /// reason <c>not_started</c>. Absent: it waits for as long as it takes.
    /// </summary>
    [JsonPropertyName("start_by")]
    public DateTimeOffset? StartBy { get; init; }

    /// <summary>True: a warning refuses the request like an error does.</summary>
    [JsonPropertyName("strict")]
    public bool? Strict { get; init; }

    /// <summary>Where the requester wants to be told of the end, by a signed webhook: an absolute http(s) URL.</summary>
    [JsonPropertyName("callback_url")]
    public string? CallbackUrl { get; init; }

    /// <summary>The requester's own labels; they come back in every answer and event.</summary>
    [JsonPropertyName("metadata")]
    public IReadOnlyDictionary<string, string>? Metadata { get; init; }

    /// <summary>Fields beside these are kept and sent on to the vendor.</summary>
    [JsonExtensionData]
    public ExtraFields? Extra { get; init; }
}
