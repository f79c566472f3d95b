using System.Text.Json.Serialization;

namespace Wan.Contracts;

/// <summary>
/// Why a generation ended without a video.
/// </summary>
public sealed record GenerationError
{
    /// <summary>Stable name, such as <c>vendor_refused</c>, <c>rendering_failed</c>, <c>expired</c>, <c>archiving_failed</c>.</summary>
    [JsonPropertyName("code")]
    public required string Code { get; init; }

    /// <summary>A sentence that says what happened and what to do next. Never carries a key or a signed URL.</summary>
    [JsonPropertyName("message")]
    public required string Message { get; init; }

    /// <summary>The vendor's own error code, such as <c>DataInspectionFailed</c>.</summary>
    [JsonPropertyName("vendor_code")]
    public string? VendorCode { get; init; }

    /// <summary>The vendor's id of the call, for its support.</summary>
    [JsonPropertyName("vendor_request_id")]
    public string? VendorRequestId { get; init; }
}
