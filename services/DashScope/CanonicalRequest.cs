using Wan.Contracts;

namespace Wan.DashScope;

/// <summary>
/// A request in the one form that all requests of the same meaning share: the vendor's fields in a fixed order with their defaults
/// written out, unknown fields after them by name, without our own envelope fields. Reading it again gives the same form.
/// </summary>
public sealed record CanonicalRequest
{
    /// <summary>The model's name as the vendor spells it.</summary>
    public required string Model { get; init; }

    /// <summary>Name of the family whose rules it follows.</summary>
    public required string FamilyName { get; init; }

    /// <summary>The canonical form as JSON.</summary>
    public required string Json { get; init; }

    /// <summary>SHA-256 of the UTF-8 form of <see cref="Json"/>, 64 lower-case hexadecimal digits.</summary>
    public required string Hash { get; init; }

    /// <summary>The vendor's request body: exactly these characters, as UTF-8, are POSTed. It is the canonical form itself.</summary>
    public string VendorBody => Json;

    /// <summary>What the video should be.</summary>
    public required ExpectedVideo Expected { get; init; }

    /// <summary>Reference images and videos, without a first frame.</summary>
    public required int References { get; init; }

    /// <summary>References that certainly are videos.</summary>
    public required int ReferenceVideos { get; init; }

    /// <summary>References that may be videos: on wan2.6 a URL does not always show what it leads to.</summary>
    public required int PossibleReferenceVideos { get; init; }

    /// <summary>Without the request's text, so that it may be logged.</summary>
    public override string ToString() => $"{Model} {Hash}";
}
