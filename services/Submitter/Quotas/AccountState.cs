using Wan.Storage;

namespace Wan.Submitter.Quotas;

/// <summary>What holds for an account whatever the model, for all replicas together. Its id is the account's name.</summary>
internal sealed class AccountState : Pausable, ISharedDocument
{
    /// <summary>How long the list proves nothing once it was caught not showing a task, and prompts once one was caught being another.</summary>
    public static readonly TimeSpan DoubtFor = TimeSpan.FromHours(24);

    public required string Id { get; init; }

    public long Version { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? DueAt { get; set; }

    public string? WrittenBy { get; set; }

    /// <summary>Since when every POST has failed to get out; null if the last one got an answer, or may have.</summary>
    public DateTimeOffset? MissedSince { get; set; }

    /// <summary>How many POSTs have failed to get out since.</summary>
    public int Misses { get; set; }

    /// <summary>Why the last of them did.</summary>
    public string? MissedFor { get; set; }

    /// <summary>The earliest that the next list may be asked for.</summary>
    public DateTimeOffset NextListAt { get; set; }

    /// <summary>Until then the list proves nothing: it was caught not showing a task that we know of.</summary>
    public DateTimeOffset? ListDoubtedUntil { get; set; }

    /// <summary>
    /// Until then a prompt that is not ours proves nothing: the vendor was caught telling another for a task whose POST it had answered with its id.
    /// </summary>
    public DateTimeOffset? PromptsDoubtedUntil { get; set; }

    /// <summary>The next turn at the list.</summary>
    public DateTimeOffset TakeListTurn(double perSecond, DateTimeOffset now)
    {
        var turn = NextListAt > now ? NextListAt : now;
        NextListAt = turn + TimeSpan.FromSeconds(1 / perSecond);
        return turn;
    }

    /// <summary>A POST did not get out.</summary>
    public void Miss(string why, DateTimeOffset now)
    {
        MissedSince ??= now;
        Misses++;
        MissedFor = why;
    }

    /// <summary>A POST got out.</summary>
    public bool Reach()
    {
        var changed = MissedSince is not null;
        MissedSince = null;
        Misses = 0;
        MissedFor = null;
        return changed;
    }
}
