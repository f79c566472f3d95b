using System.Text.Json.Serialization;
using Wan.DashScope.Accounts;

namespace Wan.Poller.Budgets;

/// <summary>
/// How many queries an account has for learning when tasks have ended, and how they were used. All figures are of all processes of Poller together.
/// </summary>
public sealed record AccountQueriesView
{
    /// <summary>Its name in the configuration.</summary>
    [JsonPropertyName("name")]
    public required string Name { get; init; }

    /// <summary>Queries a second that the account has, by its configuration.</summary>
    [JsonPropertyName("queries_per_second")]
    public required double QueriesPerSecond { get; init; }

    /// <summary>Those of them that are for watching tasks; the others are kept for finding tasks whose POST was not answered.</summary>
    [JsonPropertyName("watching_per_second")]
    public required double WatchingPerSecond { get; init; }

    /// <summary>Those of these that may be sent now: fewer for a while after the vendor refused one as one too many, 0 while nothing may.</summary>
    [JsonPropertyName("allowed")]
    public required double Allowed { get; init; }

    /// <summary>Nothing is asked; absent if it may be.</summary>
    [JsonPropertyName("paused")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public QueryPauseView? Paused { get; init; }

    /// <summary>Unfinished tasks that are watched. Those of a process that has died count for two minutes more.</summary>
    [JsonPropertyName("watched")]
    public required int Watched { get; init; }

    /// <summary>
    /// A sample a minute, the oldest first; those since the process that answers started, of 24 hours at most. One that could not be taken is missing.
    /// </summary>
    [JsonPropertyName("samples")]
    public required IReadOnlyList<QuerySampleView> Samples { get; init; }

    internal static AccountQueriesView Of(DashScopeAccount account, Budget? budget, IReadOnlyList<QuerySample> samples, DateTimeOffset now)
    {
        var own = WatchedAccount.OwnQueriesOf(account);
        var current = QuerySample.Of(budget, own, now);
        return new()
        {
            Name = account.Name,
            QueriesPerSecond = account.QueriesPerSecond,
            WatchingPerSecond = own,
            Allowed = current.Allowed,
            Paused = QueryPauseView.Of(budget, now),
            Watched = current.Watched,
            Samples = [.. samples.Select((sample, index) => QuerySampleView.From(sample, index == 0 ? sample : samples[index - 1]))],
        };
    }
}
