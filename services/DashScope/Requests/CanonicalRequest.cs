using System.Buffers;
using System.Text;
using Wan.Contracts;
using Wan.DashScope.Catalogue;

namespace Wan.DashScope.Requests;

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

    /// <summary>
    /// The canonical form as JSON, which is the vendor's request body: exactly these bytes are POSTed. Long texts in it are slices of the bytes that
    /// were read, which must stay as they are while this is used.
    /// </summary>
    public required ReadOnlySequence<byte> Body { get; init; }

    /// <summary>SHA-256 of <see cref="Body"/>, 64 lower-case hexadecimal digits.</summary>
    public required string Hash { get; init; }

    /// <summary>See <see cref="TaskIdentity.Fingerprint"/>; null if it has no prompt, or a blank one.</summary>
    public required string? PromptSha256 { get; init; }

    /// <summary><see cref="Body"/> as text, made anew each time, for whoever wants to read it.</summary>
    public string Json => Encoding.UTF8.GetString(Body);

    /// <summary>The vendor's request body as text, which is the canonical form itself.</summary>
    public string VendorBody => Json;

    /// <summary>What the video should be.</summary>
    public required ExpectedVideo Expected { get; init; }

    /// <summary>Seconds that the video may last; one number, where that is not left to the vendor.</summary>
    public required SecondsRange OutputSeconds { get; init; }

    /// <summary>Whether it lasts as long as the input video, within <see cref="OutputSeconds"/>.</summary>
    public bool KeepsLength { get; init; }

    /// <summary>
    /// Whether it is the beginning of the input video, cut at the greatest of <see cref="OutputSeconds"/>, so that it may be shorter: no page says that what is
    /// edited becomes longer, or that it does not.
    /// </summary>
    public bool CutsInput { get; init; }

    /// <summary>Reference images, videos and sounds, without a first frame.</summary>
    public required int References { get; init; }

    /// <summary>References that certainly are videos.</summary>
    public required int ReferenceVideos { get; init; }

    /// <summary>Videos that may be seconds of input: reference videos and one that is edited. On wan2.6 a URL does not always show what it leads to.</summary>
    public required int PossibleReferenceVideos { get; init; }

    /// <summary>The files that it refers to, each once.</summary>
    public IReadOnlyList<string> Files { get; init; } = [];

    /// <summary>Seconds of the references that are or may be videos, in their order; null where that is not known, or of all.</summary>
    public IReadOnlyList<decimal?>? InputVideoSeconds { get; init; }

    /// <summary>Without the request's text, so that it may be logged.</summary>
    public override string ToString() => $"{Model} {Hash}";
}
