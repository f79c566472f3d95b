using System.Text.Json.Serialization;
using Wan.Media;

namespace Wan.DashScope.Catalogue;

/// <summary>What a picture, film, sound or document in a request is there for.</summary>
public enum MediaKind
{
    /// <summary>Not known.</summary>
    [JsonStringEnumMemberName("none")]
    None,

    /// <summary>An image to refer to.</summary>
    [JsonStringEnumMemberName("image")]
    Image,

    /// <summary>A video to refer to.</summary>
    [JsonStringEnumMemberName("video")]
    Video,

    /// <summary>A sound to refer to.</summary>
    [JsonStringEnumMemberName("audio")]
    Audio,

    /// <summary>The picture that the video begins with, which is no reference.</summary>
    [JsonStringEnumMemberName("first_frame")]
    FirstFrame,

    /// <summary>The picture that the video ends with.</summary>
    [JsonStringEnumMemberName("last_frame")]
    LastFrame,

    /// <summary>The sound that the video is made to, and gets.</summary>
    [JsonStringEnumMemberName("driving_audio")]
    DrivingAudio,

    /// <summary>The film that the video begins with and goes on from.</summary>
    [JsonStringEnumMemberName("first_clip")]
    FirstClip,

    /// <summary>The video that is edited.</summary>
    [JsonStringEnumMemberName("source_video")]
    SourceVideo,

    /// <summary>A document that says what the video is about.</summary>
    [JsonStringEnumMemberName("document")]
    Document,

    /// <summary>The address of a page that says what the video is about.</summary>
    [JsonStringEnumMemberName("link")]
    Link,
}

/// <summary>What follows from a kind.</summary>
public static class MediaKinds
{
    /// <summary>How many kinds there are, that of what is not known included.</summary>
    internal const int Count = (int)MediaKind.Link + 1;

    /// <summary>A bit for each kind, so that sets of them are compared at once.</summary>
    internal static int Bit(this MediaKind kind) => 1 << (int)kind;

    /// <summary>The bits of several.</summary>
    internal static int Bits(this IReadOnlyList<MediaKind>? kinds) => kinds?.Aggregate(0, (bits, kind) => bits | kind.Bit()) ?? 0;

    /// <summary>Whether it is a reference: it counts as one, and a prompt may name it by a number.</summary>
    public static bool IsReference(this MediaKind kind) => kind is MediaKind.Image or MediaKind.Video or MediaKind.Audio;

    /// <summary>Whether its seconds are seconds of input video where a family bills them.</summary>
    public static bool IsInputVideo(this MediaKind kind) => kind is MediaKind.Video or MediaKind.SourceVideo;

    /// <summary>What file it is; null of a document, a link, and of what is not known.</summary>
    public static FileKind? File(this MediaKind kind) => kind switch
    {
        MediaKind.Image or MediaKind.FirstFrame or MediaKind.LastFrame => FileKind.Image,
        MediaKind.Video or MediaKind.FirstClip or MediaKind.SourceVideo => FileKind.Video,
        MediaKind.Audio or MediaKind.DrivingAudio => FileKind.Audio,
        _ => null,
    };
}
