using System.Text.Json.Serialization;

namespace Wan.Poller.Budgets;

/// <summary>The budget of queries of an account at one time.</summary>
public sealed record QuerySampleView
{
    /// <summary>When. ISO 8601, UTC.</summary>
    [JsonPropertyName("at")]
    public required DateTimeOffset At { get; init; }

    /// <summary>Queries a second that might be sent then; 0 while nothing might.</summary>
    [JsonPropertyName("allowed")]
    public required double Allowed { get; init; }

    /// <summary>Queries that were made since the sample before; 0 in the first.</summary>
    [JsonPropertyName("queries")]
    public required long Queries { get; init; }

    /// <summary>How often the vendor has refused one since the sample before, as one too many; 0 in the first.</summary>
    [JsonPropertyName("throttles")]
    public required long Throttles { get; init; }

    /// <summary>Unfinished tasks that were watched.</summary>
    [JsonPropertyName("watched")]
    public required int Watched { get; init; }

    // Somebody may have put back the documents between the two.
    internal static QuerySampleView From(QuerySample sample, QuerySample before) => new()
    {
        At = sample.At,
        Allowed = sample.Allowed,
        Queries = Math.Max(0, sample.Taken - before.Taken),
        Throttles = Math.Max(0, sample.Throttles - before.Throttles),
        Watched = sample.Watched,
    };
}
