using System.Text.Json.Serialization;

namespace Wan.DashScope.Catalogue;

/// <summary>
/// Everything the vendor's reference says about one family of models, as data: a file in <c>Families</c>. Nothing of it is written
/// down a second time in the code that uses it.
/// </summary>
public sealed record ModelFamily
{
    /// <summary>The parameter that says how many seconds the video lasts; every family has it.</summary>
    public const string Duration = "duration";

    /// <summary>Name of the family and of its first model, such as <c>wan2.7-r2v</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The vendor's page that says so.</summary>
    public required string Source { get; init; }

    /// <summary>
    /// Where its tasks are made: the path behind an account's address (which ends in <c>/api/v1</c>), without a slash at either end.
    /// </summary>
    public required string Path { get; init; }

    /// <summary>What goes into <c>input</c>.</summary>
    public required InputRules Input { get; init; }

    /// <summary>What goes into <c>parameters</c>, in the order in which it is written.</summary>
    public required IReadOnlyList<ParameterRule> Parameters { get; init; }

    /// <summary>Which parameters make which picture.</summary>
    public required IReadOnlyList<FrameRule> Frames { get; init; }

    /// <summary>Frames per second of the result.</summary>
    public required int Fps { get; init; }

    /// <summary>How a prompt names its references.</summary>
    public required Numbering Numbering { get; init; }

    /// <summary>How input video is billed.</summary>
    public required BillingRule Billing { get; init; }

    /// <summary>
    /// Seconds for which a video of 5 seconds below 1080 is guessed to run, as long as none was seen; the vendor's samples tell.
    /// </summary>
    public required double RenderSeconds { get; init; }

    // What the other families take and this one doesn't; set by the catalogue, which knows them all.
    [JsonIgnore]
    internal IReadOnlyList<FieldName> ForeignInput { get; set; } = [];

    [JsonIgnore]
    internal IReadOnlyList<FieldName> ForeignParameters { get; set; } = [];

    // The names of the parameters; set by the catalogue.
    [JsonIgnore]
    internal FieldName[] ParameterFields { get; set; } = [];

    internal ParameterRule? Parameter(string name) => Parameters.FirstOrDefault(rule => rule.Name == name);
}

/// <summary>What kind of value a parameter has.</summary>
public enum ParameterType
{
    /// <summary>One of a list of words.</summary>
    [JsonStringEnumMemberName("choice")]
    Choice,

    /// <summary>A whole number in a range.</summary>
    [JsonStringEnumMemberName("integer")]
    Integer,

    /// <summary>true or false.</summary>
    [JsonStringEnumMemberName("switch")]
    Switch,
}

/// <summary>One field of <c>parameters</c>.</summary>
public sealed record ParameterRule
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>What kind of value it has.</summary>
    public required ParameterType Type { get; init; }

    /// <summary>The words of a choice; where the file has none, those that <see cref="ModelFamily.Frames"/> uses for this field.</summary>
    public IReadOnlyList<string> Values { get; init; } = [];

    /// <summary>Least value of an integer.</summary>
    public long Min { get; init; }

    /// <summary>Greatest value of an integer.</summary>
    public long Max { get; init; }

    /// <summary>Greatest value where a reference is a video; null: no other than <see cref="Max"/>.</summary>
    public long? MaxBesideVideo { get; init; }

    /// <summary>The vendor's default as text, which is written out; null: none, or none that matters.</summary>
    public string? Default { get; init; }

    /// <summary>The only value that a switch may have: it is always so, and so it is not sent.</summary>
    public bool? Only { get; init; }

    /// <summary>The vendor ignores it where there is a first frame.</summary>
    public bool IgnoredBesideFirstFrame { get; init; }

    /// <summary>The switch that turns the sound off; a family without one always has sound.</summary>
    public bool IsSound { get; init; }

    [JsonIgnore]
    internal FieldName Field { get; set; } = null!;

    [JsonIgnore]
    internal string Pointer { get; set; } = "";

    [JsonIgnore]
    internal IReadOnlyList<FieldName> Words { get; set; } = [];
}

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

    /// <summary>720 or 1080, which sets the price.</summary>
    public required int Tier { get; init; }

    /// <summary>Pixels.</summary>
    public required int Width { get; init; }

    /// <summary>Pixels.</summary>
    public required int Height { get; init; }

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> Parameters { get; } = [ByResolution, ByRatio, BySize];

    /// <summary>The value of a parameter that makes this picture; null if it is not chosen by that.</summary>
    public string? this[string parameter] => parameter switch { ByResolution => Resolution, ByRatio => Ratio, BySize => Size, _ => null };
}

/// <summary>How a prompt names its references.</summary>
public enum Numbering
{
    /// <summary><c>Image 1</c> and <c>Video 1</c>, counted separately.</summary>
    [JsonStringEnumMemberName("per_kind")]
    PerKind,

    /// <summary><c>character1</c>, images and videos in one sequence.</summary>
    [JsonStringEnumMemberName("one_sequence")]
    OneSequence,
}

/// <summary>What divides the 5 seconds of input video that are billed at most.</summary>
public enum BillingDivisor
{
    /// <summary>The number of reference videos.</summary>
    [JsonStringEnumMemberName("videos")]
    Videos,

    /// <summary>The number of references, images included.</summary>
    [JsonStringEnumMemberName("references")]
    References,
}

/// <summary>How input video is billed.</summary>
public sealed record BillingRule
{
    /// <summary>What <see cref="InputCaps"/> is looked up by.</summary>
    public required BillingDivisor Divisor { get; init; }

    /// <summary>Seconds billed of each input video at most, where the divisor is 1, 2, 3...</summary>
    public required IReadOnlyList<decimal> InputCaps { get; init; }

    /// <summary>Seconds billed of each input video at most.</summary>
    /// <param name="videos">Reference videos.</param>
    /// <param name="references">Reference images and videos.</param>
    public decimal Cap(int videos, int references) =>
        InputCaps[Math.Clamp(Divisor == BillingDivisor.Videos ? videos : references, 1, InputCaps.Count) - 1];
}
