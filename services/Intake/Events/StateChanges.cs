namespace Wan.Intake.Events;

/// <summary>The changes that a generation keeps. Pure.</summary>
internal static class StateChanges
{
    /// <summary>How many are kept; the oldest go first.</summary>
    public const int Kept = 40;

    /// <summary>Adds the state that it is saved in now, if that is another than the last.</summary>
    /// <param name="generation">As it is to be saved.</param>
    /// <param name="now">When.</param>
    /// <param name="before">The state it was loaded in, and since when; null for a new one. It counts as the first where an older release noted none.</param>
    public static void Note(Generation generation, DateTimeOffset now, (string Status, DateTimeOffset At)? before = null)
    {
        var changes = generation.Changes;
        if (changes.Count == 0 && before is { } loaded)
        {
            if (loaded.Status == generation.Status)
                return;
            changes.Add(new StateChange { Number = 1, At = loaded.At, Status = loaded.Status });
        }

        if (changes is [.., var last] && last.Status == generation.Status)
            return;
        Add(generation, now);
    }

    /// <summary>Tells the state that it is in once more, since something else of it is new.</summary>
    /// <param name="generation">As it is to be saved.</param>
    /// <param name="now">When.</param>
    public static void NoteAgain(Generation generation, DateTimeOffset now)
    {
        Note(generation, now);
        Add(generation, now);
    }

    private static void Add(Generation generation, DateTimeOffset now)
    {
        var changes = generation.Changes;
        var last = changes.Count > 0 ? changes[^1] : null;
        if (changes.Count == Kept)
            changes.RemoveAt(0);
        changes.Add(new StateChange { Number = (last?.Number ?? 0) + 1, At = last is null || now > last.At ? now : last.At.AddTicks(1), Status = generation.Status });
    }

    /// <summary>All that are known of it; of one whose older release noted none, the state that it is in.</summary>
    public static IReadOnlyList<StateChange> Of(Generation generation) => generation.Changes.Count > 0
        ? generation.Changes
        : [new StateChange { Number = 1, At = generation.UpdatedAt, Status = generation.Status }];

    /// <summary>
    /// Whether the last change was stored so long after its time that those who follow may have passed it by. It is given a new time then, to be stored again.
    /// </summary>
    /// <param name="generation">As it was stored.</param>
    /// <param name="now">When that was done.</param>
    /// <param name="atMost">How long a change may take until it is stored.</param>
    public static bool CameLate(Generation generation, DateTimeOffset now, TimeSpan atMost)
    {
        if (generation.Changes is not [.., var last] || now - last.At <= atMost)
            return false;
        generation.Changes[^1] = last with { At = now };
        return true;
    }
}
