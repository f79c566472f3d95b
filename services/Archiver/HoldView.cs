using System.Text.Json.Serialization;

namespace Wan.Archiver;

/// <summary>Whether a video is on hold, as <c>GET …/hold</c> shows it.</summary>
internal sealed record HoldView
{
    /// <summary>True: retention doesn't touch it.</summary>
    [JsonPropertyName("hold")]
    public required bool Hold { get; init; }
}
