using System.Text.Json.Serialization;
using Wan.DashScope.Files;

namespace Wan.DashScope.Catalogue;

/// <summary>What a family takes in <c>input</c>. Text limits count characters (Unicode scalar values).</summary>
public sealed record InputRules
{
    /// <summary>Fields of <c>input</c> that the family takes, in the order in which they are written.</summary>
    public required IReadOnlyList<string> Fields { get; init; }

    /// <summary>Characters of <c>prompt</c>; the vendor cuts the rest off in silence.</summary>
    public required int MaxPrompt { get; init; }

    /// <summary>Characters of <c>negative_prompt</c>, where the family takes it; the vendor cuts the rest off in silence.</summary>
    public int MaxNegativePrompt { get; init; }

    /// <summary>Reference images and videos together; at least one is needed.</summary>
    public required int MaxReferences { get; init; }

    /// <summary>What may be referred to.</summary>
    public required IReadOnlyList<MediaRule> Media { get; init; }

    /// <summary>What a voice's URL may be; 0 where the family knows no voices.</summary>
    public UrlSchemes VoiceUrls { get; init; }

    /// <summary>Characters of a URL. Our own limit: the vendor names none.</summary>
    public required int MaxUrl { get; init; }

    /// <summary>Bytes of an image in a data URI, decoded.</summary>
    public int MaxDataBytes { get; init; }

    /// <summary>What files may be; null: no limit is known.</summary>
    public FileLimits? Files { get; init; }

    /// <summary>Reference videos at most.</summary>
    [JsonIgnore]
    public int MaxVideos => Rule(MediaKind.Video)?.Max ?? MaxReferences;

    /// <summary>First frames at most; 0 where the family has none.</summary>
    [JsonIgnore]
    public int MaxFirstFrames => Rule(MediaKind.FirstFrame)?.Max ?? 0;

    // What follows from the media, set by the catalogue.
    [JsonIgnore]
    internal UrlSchemes MediaUrls { get; init; }

    [JsonIgnore]
    internal IReadOnlyList<string> MediaTypes { get; init; } = [];

    [JsonIgnore]
    internal IReadOnlyList<string> MediaFormats { get; init; } = [];

    /// <summary>Whether it takes this field of <c>input</c>.</summary>
    public bool Takes(string field) => Fields.Contains(field);

    internal MediaRule? Rule(MediaKind kind)
    {
        foreach (var rule in Media)
        {
            if (rule.Kind == kind)
            {
                return rule;
            }
        }

        return null;
    }

    /// <summary>File extensions of a kind; of all kinds for one that is not known or not taken.</summary>
    public IReadOnlyList<string> Formats(MediaKind kind) => Rule(kind)?.Formats ?? MediaFormats;

    internal UrlSchemes Urls(MediaKind kind) => Rule(kind)?.Urls ?? MediaUrls;
}

/// <summary>One kind of reference that a family takes.</summary>
public sealed record MediaRule
{
    /// <summary>Which kind.</summary>
    public required MediaKind Kind { get; init; }

    /// <summary>The word for it in <c>input.media</c>; null where only the end of a URL tells.</summary>
    public string? Type { get; init; }

    /// <summary>How many at most; null: as many as there may be references.</summary>
    public int? Max { get; init; }

    /// <summary>How many at most by another page of the vendor's than the one that the other rules come from: more are taken with a warning. Null: the pages agree.</summary>
    public int? DoubtedAbove { get; init; }

    /// <summary>What its URL may be.</summary>
    public required UrlSchemes Urls { get; init; }

    /// <summary>Its formats by file extension and MIME subtype.</summary>
    public required IReadOnlyList<string> Formats { get; init; }

    [JsonIgnore]
    internal FieldName? Word { get; init; }
}

/// <summary>What a reference is.</summary>
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

    /// <summary>The picture that the video begins with, which is no reference.</summary>
    [JsonStringEnumMemberName("first_frame")]
    FirstFrame,
}

/// <summary>Which URLs a field takes.</summary>
[Flags]
public enum UrlSchemes
{
    /// <summary>None.</summary>
    [JsonStringEnumMemberName("none")]
    None = 0,

    /// <summary><c>http://</c> and <c>https://</c>.</summary>
    [JsonStringEnumMemberName("web")]
    Web = 1,

    /// <summary><c>oss://</c>, as the vendor's upload gives it.</summary>
    [JsonStringEnumMemberName("oss")]
    Oss = 2,

    /// <summary><c>data:</c> with an image in base64.</summary>
    [JsonStringEnumMemberName("data")]
    Data = 4,
}
