using System.Text.Json.Serialization;

namespace Wan.DashScope.Catalogue;

/// <summary>
/// Everything the vendor's reference says about one family of models, as data: a file in <c>Families</c>. Nothing of it is written
/// down a second time in the code that uses it.
/// </summary>
public sealed record ModelFamily
{
    /// <summary>The parameter that says how many seconds the video lasts.</summary>
    public const string Duration = "duration";

    /// <summary>Name of the family and of its first model, such as <c>wan2.7-r2v</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Further models with the same rules; null: none. Each may have prices of its own.</summary>
    public IReadOnlyList<string>? Models { get; init; }

    /// <summary>
    /// What is made of what, such as <c>r2v</c>: only fields that other families of the same group take are refused. Null: those of all families are.
    /// </summary>
    public string? Group { get; init; }

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

    /// <summary>Frames per second of the result; null where no page of the vendor's tells.</summary>
    public int? Fps { get; init; }

    /// <summary>Whether the result has sound only where its input has.</summary>
    public bool SoundOfInput { get; init; }

    /// <summary>Seconds that the result may last, where no parameter says how long: as long as the input video, within these. Null where one says.</summary>
    public SecondsRange? OutputSeconds { get; init; }

    /// <summary>
    /// What <c>usage</c> of a finished task has by the vendor's page, in its order; null: <c>duration</c>, its parts, <c>video_count</c>, <c>SR</c>, and <c>ratio</c> or <c>size</c>,
    /// whichever its pictures are chosen by.
    /// </summary>
    public IReadOnlyList<string>? Usage { get; init; }

    /// <summary>How sure the rules are; null: nothing is to be said.</summary>
    public FamilyFacts? Facts { get; init; }

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
    internal FieldName[] ForeignInput { get; set; } = [];

    [JsonIgnore]
    internal FieldName[] ForeignParameters { get; set; } = [];

    // What it takes itself; set by the catalogue.
    [JsonIgnore]
    internal FieldName[] OwnInput { get; set; } = [];

    // The names of all fields of input that some family takes; set by the catalogue.
    [JsonIgnore]
    internal FieldName[] InputNames { get; set; } = InputField.All;

    // The names of the parameters; set by the catalogue.
    [JsonIgnore]
    internal FieldName[] ParameterFields { get; set; } = [];

    /// <summary>The rule of a parameter; null where the family has none of that name.</summary>
    public ParameterRule? Parameter(string name) => Parameters.FirstOrDefault(rule => rule.Name == name);
}
