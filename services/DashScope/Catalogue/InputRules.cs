using System.Text.Json.Serialization;
using Wan.DashScope.Files;
using Wan.Media;

namespace Wan.DashScope.Catalogue;

/// <summary>What a family takes in <c>input</c>. Text limits count characters (Unicode scalar values).</summary>
public sealed record InputRules
{
    /// <summary>Fields of <c>input</c> that the family takes, in the order in which they are written.</summary>
    public required IReadOnlyList<string> Fields { get; init; }

    /// <summary>Whether it needs a prompt.</summary>
    public PromptNeed Prompt { get; init; }

    /// <summary>Characters of <c>prompt</c>; the vendor cuts the rest off in silence.</summary>
    public required int MaxPrompt { get; init; }

    /// <summary>Characters of <c>negative_prompt</c>, where the family takes it; the vendor cuts the rest off in silence.</summary>
    public int MaxNegativePrompt { get; init; }

    /// <summary>References that are needed at least.</summary>
    public int MinReferences { get; init; }

    /// <summary>References of all kinds together; 0 where only each kind has a limit.</summary>
    public int MaxReferences { get; init; }

    /// <summary>
    /// The sets of kinds that may stand together, each kind once: what a request has must be one of them. Null: <see cref="MediaRule.NotBeside"/> alone tells.
    /// </summary>
    public IReadOnlyList<IReadOnlyList<MediaKind>>? Sets { get; init; }

    /// <summary>What it takes beside texts.</summary>
    public required IReadOnlyList<MediaRule> Media { get; init; }

    /// <summary>What a voice's URL may be; 0 where the family knows no voices.</summary>
    public UrlSchemes VoiceUrls { get; init; }

    /// <summary>Characters of a URL, where it takes any. Our own limit: the vendor names none.</summary>
    public int MaxUrl { get; init; }

    /// <summary>Bytes of an image in a data URI, decoded.</summary>
    public int MaxDataBytes { get; init; }

    /// <summary>What files may be; null: no limit is known.</summary>
    public FileLimits? Files { get; init; }

    /// <summary>References at most, of all kinds together.</summary>
    [JsonIgnore]
    public int MostReferences => MaxReferences > 0 ? MaxReferences : Media.Where(rule => rule.Kind.IsReference()).Sum(rule => rule.Max ?? 0);

    /// <summary>Reference videos at most; 0 where the family has none.</summary>
    [JsonIgnore]
    public int MaxVideos => Rule(MediaKind.Video) is { } rule ? rule.Max ?? MostReferences : 0;

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

    // Media, as what is gone through for each item of a request.
    [JsonIgnore]
    internal MediaRule[] Rules { get; init; } = [];

    // For each set the bits of its kinds.
    [JsonIgnore]
    internal int[]? SetBits { get; init; }

    // The formats of all kinds that are files of one kind.
    [JsonIgnore]
    internal (FileKind Kind, IReadOnlyList<string> Formats)[] FileFormats { get; init; } = [];

    // Those that have a field of their own.
    [JsonIgnore]
    internal IReadOnlyList<MediaRule> FieldMedia { get; init; } = [];

    /// <summary>Whether it takes this field of <c>input</c>.</summary>
    public bool Takes(string field) => Fields.Contains(field);

    /// <summary>The rule of a kind; null where the family does not take it.</summary>
    public MediaRule? Rule(MediaKind kind)
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

    /// <summary>What may be referred to: the word for all of it, and behind it the kinds, where there are several; or the one kind that there is.</summary>
    internal string ReferenceWords(string comma, string last, string end = "")
    {
        var words = new[] { (MediaKind.Image, "images"), (MediaKind.Video, "videos"), (MediaKind.Audio, "sounds") }.Where(word => Rule(word.Item1) is not null).Select(word => word.Item2).ToList();
        return words is [var only] ? $"reference {only}" : $"references{comma}{string.Join(comma, words[..^1])}{last}{words[^1]}{end}";
    }

    internal UrlSchemes Urls(MediaKind kind) => Rule(kind)?.Urls ?? MediaUrls;
}
