using System.Text.Json.Serialization;

namespace Wan.Submitter.Quotas;

/// <summary>How an account was used in the last day.</summary>
public sealed record AccountLoadView
{
    /// <summary>Its name in the configuration.</summary>
    [JsonPropertyName("name")]
    public required string Name { get; init; }

    /// <summary>A sample a minute, the oldest first; those since Submitter started, of 24 hours at most. One that could not be taken is missing.</summary>
    [JsonPropertyName("samples")]
    public required IReadOnlyList<LoadSampleView> Samples { get; init; }

    internal static AccountLoadView Of(string name, IReadOnlyList<LoadSample> samples) => new()
    {
        Name = name,
        Samples = [.. samples.Select((sample, index) => LoadSampleView.From(sample, index == 0 ? sample : samples[index - 1]))],
    };
}

/// <summary>How an account was used at one time.</summary>
public sealed record LoadSampleView
{
    /// <summary>When. ISO 8601, UTC.</summary>
    [JsonPropertyName("at")]
    public required DateTimeOffset At { get; init; }

    /// <summary>Tasks that ran, or might.</summary>
    [JsonPropertyName("used")]
    public required int Used { get; init; }

    /// <summary>Tasks that might at once, of all models that a generation was ever asked for.</summary>
    [JsonPropertyName("of")]
    public required int Of { get; init; }

    /// <summary>Slots that were taken since the sample before; 0 in the first.</summary>
    [JsonPropertyName("starts")]
    public required long Starts { get; init; }

    /// <summary>How often the vendor has said since the sample before that it was asked too much at once; 0 in the first.</summary>
    [JsonPropertyName("throttles")]
    public required long Throttles { get; init; }

    // Somebody may have put back the documents between the two.
    internal static LoadSampleView From(LoadSample sample, LoadSample before) => new()
    {
        At = sample.At, Used = sample.Used, Of = sample.Of,
        Starts = Math.Max(0, sample.Starts - before.Starts), Throttles = Math.Max(0, sample.Throttles - before.Throttles),
    };
}
