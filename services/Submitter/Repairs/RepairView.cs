using Wan.DashScope.Client;
using Wan.Submitter.Posting;

namespace Wan.Submitter.Repairs;

/// <summary>One look at the vendor's list for one account and model.</summary>
internal sealed record RepairView
{
    /// <summary>Tasks that no submission of ours has.</summary>
    public required IReadOnlyList<TaskListItem> Unclaimed { get; init; }

    /// <summary>Whose those among them are, by task id, that are known by their prompts as tasks beside a generation's own: no other's without a person's word.</summary>
    public IReadOnlyDictionary<string, string> Orphans { get; init; } = new Dictionary<string, string>();

    /// <summary>Every POST that may have made one of them.</summary>
    public required IReadOnlyList<Suspect> Suspects { get; init; }

    /// <summary>Where the vendor's clock stands.</summary>
    public required ClockOffset Offset { get; init; }

    /// <summary>How long after we gave up waiting for an answer the vendor may still have made the task.</summary>
    public required TimeSpan Late { get; init; }

    /// <summary>What succeeded tasks among <see cref="Unclaimed"/> say of themselves, by task id.</summary>
    public IReadOnlyDictionary<string, ToldTask> Told { get; init; } = new Dictionary<string, ToldTask>();

    /// <summary>Whether the list was read whole, and shows all tasks of ours that it should.</summary>
    public required bool Complete { get; init; }

    /// <summary>The POSTs of those tasks that the list shows and whose own answers named them.</summary>
    public required IReadOnlyList<Witness> Witnesses { get; init; }

    /// <summary>How far the clocks of two hosts may be apart.</summary>
    public TimeSpan BetweenHosts { get; init; }

    /// <summary>
    /// Whether so many of our tasks are shown that were sent after this POST had ended, with the same key: those of another key may be of another account at the vendor, whose list
    /// says nothing of it.
    /// </summary>
    public bool IsWitnessed(Attempt attempt, int wanted) => Later(attempt).Count(witness => witness.IsOfAccountOf(attempt)) >= wanted;

    /// <summary>Whether tasks are shown that were sent after this POST had ended, and all with another key than that.</summary>
    public bool IsOfEarlierKey(Attempt attempt) => Later(attempt).Any() && !Later(attempt).Any(witness => witness.IsOfAccountOf(attempt));

    private IEnumerable<Witness> Later(Attempt attempt) => Witnesses.Where(witness =>
        attempt.EndedAt is { } ended && witness.SendAt >= ended + (witness.Host is { } host && host == attempt.Host ? TimeSpan.Zero : BetweenHosts));
}

/// <summary>A POST whose task the list shows, which proves that it shows what was made then.</summary>
/// <param name="SendAt">When it was sent, by the clock of its host.</param>
/// <param name="Host">Which host sent it; null if an older release did.</param>
/// <param name="AccountMark">See <see cref="Attempt.AccountMark"/>.</param>
internal sealed record Witness(DateTimeOffset SendAt, string? Host, string? AccountMark)
{
    /// <summary>Whether it was sent to the same account at the vendor, as far as is known.</summary>
    public bool IsOfAccountOf(Attempt attempt) => AccountMark is null || attempt.AccountMark is null || AccountMark == attempt.AccountMark;
}
