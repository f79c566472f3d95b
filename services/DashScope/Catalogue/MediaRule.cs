using System.Text.Json.Serialization;

namespace Wan.DashScope.Catalogue;

/// <summary>One kind of picture, film, sound or document that a family takes.</summary>
public sealed record MediaRule
{
    /// <summary>Which kind.</summary>
    public required MediaKind Kind { get; init; }

    /// <summary>The word for it in <c>input.media</c>; null where it has a <see cref="Field"/>, or where only the end of a URL tells.</summary>
    public string? Type { get; init; }

    /// <summary>The field of <c>input</c> that its URL stands in, such as <c>img_url</c>; null where it stands in a list.</summary>
    public string? Field { get; init; }

    /// <summary>How many at most; null: as many as there may be references. One, where it has a field.</summary>
    public int? Max { get; init; }

    /// <summary>How many at most by another page of the vendor's than the one that the other rules come from: more are taken with a warning. Null: the pages agree.</summary>
    public int? DoubtedAbove { get; init; }

    /// <summary>The vendor's pages don't say whether it may stand without this kind: then it is taken with a warning. Null: it may.</summary>
    public MediaKind? DoubtedWithout { get; init; }

    /// <summary>Kinds that it may not stand beside; null: none.</summary>
    public IReadOnlyList<MediaKind>? NotBeside { get; init; }

    /// <summary>What its URL may be.</summary>
    public required UrlSchemes Urls { get; init; }

    /// <summary>Of these those that the vendor's page does not name, and that are taken with a warning.</summary>
    public UrlSchemes DoubtedUrls { get; init; }

    /// <summary>Its formats by file extension and MIME subtype; none of a link, which leads to a page.</summary>
    public required IReadOnlyList<string> Formats { get; init; }

    /// <summary>What a request calls it: its word or its field; its kind where it has neither.</summary>
    [JsonIgnore]
    public string Name => Type ?? Field ?? Kind.ToString();

    // What follows from it, set by the catalogue.
    [JsonIgnore]
    internal FieldName? Word { get; init; }

    [JsonIgnore]
    internal int NotBesideBits { get; init; }
}
