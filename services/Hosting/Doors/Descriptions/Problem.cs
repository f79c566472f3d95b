using System.Text.Json.Serialization;
using Wan.Contracts;

namespace Wan.Hosting.Doors.Descriptions;

/// <summary>Why something was refused or has failed: a problem document (RFC 9457).</summary>
public sealed record Problem
{
    /// <summary>A page about the status (RFC 9110).</summary>
    [JsonPropertyName("type")]
    public string? Type { get; init; }

    /// <summary>What kind of problem it is, a sentence.</summary>
    [JsonPropertyName("title")]
    public string? Title { get; init; }

    /// <summary>The status of the answer.</summary>
    [JsonPropertyName("status")]
    public required int Status { get; init; }

    /// <summary>What is wrong with this request, and what to do.</summary>
    [JsonPropertyName("detail")]
    public string? Detail { get; init; }

    /// <summary>The trace of the request, 32 hexadecimal digits, by which the log and the traces know it; a generation shows the same as <c>trace_id</c>.</summary>
    [JsonPropertyName("traceId")]
    public string? TraceId { get; init; }

    /// <summary>Each thing that is wrong, with a code that does not change. Absent where there is no more to say than the title.</summary>
    [JsonPropertyName("findings")]
    public IReadOnlyList<Finding>? Findings { get; init; }
}
