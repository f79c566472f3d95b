using Wan.Hosting;

namespace Wan.Submitter.Quotas;

/// <summary>What may be paused for all replicas together: an account, or one model on it. After a pause one generation tries it.</summary>
internal abstract class Pausable
{
    /// <summary>Why it is paused: the vendor's error code, or a sentence; null if it is not.</summary>
    public string? PausedFor { get; set; }

    /// <summary>When one generation may try it again.</summary>
    public DateTimeOffset? PausedUntil { get; set; }

    /// <summary>When the leave to try it was last taken, while nothing is known of that try.</summary>
    public DateTimeOffset? ProbedAt { get; set; }

    /// <summary>How often in a row it was paused.</summary>
    public int Pauses { get; set; }

    /// <summary>Stops using it for a while, longer each time in a row.</summary>
    /// <param name="reason">As <see cref="PausedFor"/>.</param>
    /// <param name="sentAt">When that was sent whose answer says so. Of several that were on the wire together the first one counts.</param>
    /// <param name="shortest">For the first time in a row.</param>
    /// <param name="longest">At most.</param>
    /// <param name="now">The clock.</param>
    /// <returns>Whether that changed anything.</returns>
    public bool Pause(string reason, DateTimeOffset sentAt, TimeSpan shortest, TimeSpan longest, DateTimeOffset now)
    {
        if (PausedFor is not null && !(ProbedAt <= sentAt))
            return false;
        PausedFor = reason;
        PausedUntil = now + Backoff.Wait(Pauses++, shortest, longest);
        ProbedAt = null;
        return true;
    }

    /// <summary>Whether nobody may try it now.</summary>
    /// <param name="now">The clock.</param>
    /// <param name="longest">How long a pause or a try lasts at most: an end further away was set by a clock that is wrong, and does not count.</param>
    public bool IsHeld(DateTimeOffset now, TimeSpan longest) => PausedUntil > now && PausedUntil - now <= longest;

    /// <summary>Takes the leave to try it once, if the time has come. Nobody else tries before <paramref name="until"/>.</summary>
    public bool TakeProbe(DateTimeOffset now, DateTimeOffset until, TimeSpan longest)
    {
        if (PausedFor is null || IsHeld(now, longest))
            return false;
        PausedUntil = until;
        ProbedAt = now;
        return true;
    }

    /// <summary>What tried it has told nothing of it, or was never sent: the next one may try at once.</summary>
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

    /// <summary>Somebody says that it works again: the next one may try it at once. Nothing, if one may or does already.</summary>
    public bool TryNow(DateTimeOffset now)
    {
        if (PausedFor is null || ProbedAt is not null || !(PausedUntil > now))
            return false;
        PausedUntil = now;
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
