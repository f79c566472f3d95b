using System.Text.Json.Serialization;

namespace Wan.DashScope.Catalogue;

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

    /// <summary>Values of an integer that are no number of what it counts; null: none.</summary>
    public IReadOnlyList<SpecialValue>? Special { get; init; }

    /// <summary>The only values of an integer, where it may not have every one from <see cref="Min"/> to <see cref="Max"/>; null: it may.</summary>
    public IReadOnlyList<long>? Among { get; init; }

    /// <summary>For the length of the video: the greatest number of seconds that it and the input videos may have together; null: there is no such limit.</summary>
    public long? MaxWithInput { get; init; }

    /// <summary>Words of a choice that one of the vendor's pages has and another has not: they are taken with a warning. Null: none.</summary>
    public IReadOnlyList<string>? DoubtedValues { get; init; }

    /// <summary>Switches that must be on for a word to have an effect; null: none.</summary>
    public IReadOnlyList<ParameterNeed>? Needs { get; init; }

    /// <summary>The vendor says that it changes nothing: it is taken with a warning.</summary>
    public bool NoEffect { get; init; }

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

/// <summary>A value of an integer that is no number of what it counts.</summary>
public sealed record SpecialValue
{
    /// <summary>The value.</summary>
    public required long Value { get; init; }

    /// <summary>What it means.</summary>
    public required SpecialMeaning Means { get; init; }
}

/// <summary>What a <see cref="SpecialValue"/> means.</summary>
public enum SpecialMeaning
{
    /// <summary>The vendor chooses a value from the least to the greatest.</summary>
    [JsonStringEnumMemberName("automatic")]
    Automatic,

    /// <summary>As the input video has it.</summary>
    [JsonStringEnumMemberName("keep")]
    Keep,
}

/// <summary>A word of a choice that has an effect only where a switch is on.</summary>
public sealed record ParameterNeed
{
    /// <summary>The word.</summary>
    public required string Value { get; init; }

    /// <summary>The switch.</summary>
    public required string Switch { get; init; }
}
