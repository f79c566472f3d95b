namespace Wan.DashScope.Catalogue;

/// <summary>One line of a family's pixel table.</summary>
public sealed record FrameRule
{
    /// <summary>The parameters that a picture may be chosen by.</summary>
    public const string ByResolution = "resolution", ByRatio = "ratio", BySize = "size";

    /// <summary>Value of <c>resolution</c>, for families that have it.</summary>
    public string? Resolution { get; init; }

    /// <summary>Value of <c>ratio</c>, for families that have it.</summary>
    public string? Ratio { get; init; }

    /// <summary>Value of <c>size</c>, for families that have it.</summary>
    public string? Size { get; init; }

    /// <summary>480, 720 or 1080, which sets the price.</summary>
    public required int Tier { get; init; }

    /// <summary>Pixels; null where they follow from an input, or where no page of the vendor's tells.</summary>
    public int? Width { get; init; }

    /// <summary>Pixels; null as <see cref="Width"/>.</summary>
    public int? Height { get; init; }

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> Parameters { get; } = [ByResolution, ByRatio, BySize];

    /// <summary>The value of a parameter that makes this picture; null if it is not chosen by that.</summary>
    public string? this[string parameter] => parameter switch { ByResolution => Resolution, ByRatio => Ratio, BySize => Size, _ => null };
}
