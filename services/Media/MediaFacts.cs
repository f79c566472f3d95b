namespace Wan.Media;

/// <summary>What a file is by its own headers. Nothing of it was decoded.</summary>
/// <param name="Format">Its format.</param>
/// <param name="Bytes">How long it is.</param>
public sealed record MediaFacts(FileFormat Format, long Bytes)
{
    /// <summary>Pixels; null of a sound.</summary>
    public int? Width { get; init; }

    /// <summary>Pixels; null of a sound.</summary>
    public int? Height { get; init; }

    /// <summary>How long it lasts; null of an image.</summary>
    public decimal? Seconds { get; init; }

    /// <summary>Whether an image has transparency.</summary>
    public bool HasAlpha { get; init; }
}

/// <summary>What reading a file came to.</summary>
/// <param name="Format">Its format by its first bytes; null if it is none that is known.</param>
/// <param name="Facts">What it is; null if it is not whole, or no proper file of its format.</param>
/// <param name="Problem">Why not, a sentence.</param>
public sealed record MediaReading(FileFormat? Format, MediaFacts? Facts, string? Problem);
