using Wan.Storage;

namespace Wan.Submitter;

/// <summary>What holds for an account whatever the model, for all replicas together. Its id is the account's name.</summary>
internal sealed class AccountState : ISharedDocument
{
    /// <summary>How long the list proves nothing once it was caught not showing a task.</summary>
    public static readonly TimeSpan ListDoubtFor = TimeSpan.FromHours(24);

    public required string Id { get; init; }

    public long Version { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? DueAt { get; set; }

    public string? WrittenBy { get; set; }

    /// <summary>Why it is paused, as the vendor's error code; null if it is not.</summary>
    public string? PausedFor { get; set; }

    /// <summary>When one generation may try it again.</summary>
    public DateTimeOffset? PausedUntil { get; set; }

    /// <summary>When the leave to try it was last taken, while nothing is known of that try.</summary>
    public DateTimeOffset? ProbedAt { get; set; }

    /// <summary>How often in a row it was paused.</summary>
    public int Pauses { get; set; }

    /// <summary>The earliest that the next list may be asked for.</summary>
    public DateTimeOffset NextListAt { get; set; }

    /// <summary>Until then the list proves nothing: it was caught not showing a task that we know of.</summary>
    public DateTimeOffset? ListDoubtedUntil { get; set; }

    /// <summary>The next turn at the list.</summary>
    public DateTimeOffset TakeListTurn(double perSecond, DateTimeOffset now)
    {
        var turn = NextListAt > now ? NextListAt : now;
        NextListAt = turn + TimeSpan.FromSeconds(1 / perSecond);
        return turn;
    }

    /// <summary>Stops using it for a while, longer each time in a row.</summary>
    public bool Pause(string reason, TimeSpan shortest, TimeSpan longest, DateTimeOffset now)
    {
        var pause = shortest * Math.Pow(2, Math.Min(Pauses, 10));
        Pauses++;
        PausedFor = reason;
        PausedUntil = now + (pause < longest ? pause : longest);
        ProbedAt = null;
        return true;
    }

    /// <summary>Takes the leave to try it once, if the time has come. Nobody else tries before <paramref name="until"/>.</summary>
    public bool TakeProbe(DateTimeOffset now, DateTimeOffset until)
    {
        if (PausedFor is null || PausedUntil > now)
            return false;
        PausedUntil = until;
        ProbedAt = now;
        return true;
    }

    /// <summary>What tried it has told nothing of the account, or was never sent: the next one may try at once.</summary>
    /// <param name="sentAt">When it was sent or would have been; what was sent before the leave was taken is none of its business.</param>
    /// <param name="now">The clock.</param>
    public bool EndProbe(DateTimeOffset sentAt, DateTimeOffset now)
    {
        if (PausedFor is null || ProbedAt is not { } begun || sentAt < begun)
            return false;
        PausedUntil = now;
        ProbedAt = null;
        return true;
    }

    /// <summary>It works.</summary>
    public bool Resume()
    {
        var changed = PausedFor is not null;
        PausedFor = null;
        PausedUntil = null;
        ProbedAt = null;
        Pauses = 0;
        return changed;
    }
}
