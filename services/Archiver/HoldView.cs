using System.Text.Json.Serialization;

namespace Wan.Archiver;

/// <summary>Whether a video is on hold, as <c>GET …/hold</c> shows it.</summary>
internal sealed record HoldView
{
    /// <summary>True: it is not deleted, neither by retention nor because somebody asks.</summary>
    [JsonPropertyName("hold")]
    public required bool Hold { get; init; }
}
