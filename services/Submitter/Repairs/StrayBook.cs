using System.Globalization;

namespace Wan.Submitter.Repairs;

/// <summary>The tasks of one account that serve no generation, as far as they are known, for all replicas together. Its id is the account's name.</summary>
internal sealed class StrayBook : ISharedDocument
{
    public required string Id { get; init; }

    public long Version { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? DueAt { get; set; }

    public string? WrittenBy { get; set; }

    /// <summary>The earliest that the account's tasks are listed again.</summary>
    public DateTimeOffset NextListAt { get; set; }

    /// <summary>Up to when its tasks have been listed; null before the first time.</summary>
    public DateTimeOffset? ListedTo { get; set; }

    /// <summary>Which hour of the last day is listed again next, 0 the latest: a list may show a task hours late.</summary>
    public int Hour { get; set; }

    /// <summary>Those that may be ours, by task id.</summary>
    public Dictionary<string, Stray> Tasks { get; init; } = [];

    /// <summary>The ids of those that are known to be other programs', by the hour in which the vendor made them: there may be thousands.</summary>
    public Dictionary<string, List<string>> Foreign { get; init; } = [];

    /// <summary>Takes down what is known of a task now; null: it is a generation's own after all.</summary>
    public void Put(string taskId, Stray? stray)
    {
        Tasks.Remove(taskId);
        if (stray is { LookAt: null, GenerationId: null })
        {
            var hour = HourOf(stray.CreatedAt);
            if (!Foreign.TryGetValue(hour, out var ids))
                Foreign[hour] = ids = [];
            if (!ids.Contains(taskId))
                ids.Add(taskId);
        }
        else if (stray is not null)
        {
            Tasks[taskId] = stray;
        }
    }

    /// <summary>The tasks of which it is known whose they are.</summary>
    public HashSet<string> Decided() =>
        [.. Foreign.Values.SelectMany(ids => ids), .. Tasks.Where(pair => pair.Value.GenerationId is not null).Select(pair => pair.Key)];

    /// <summary>Forgets those of hours that were over before this.</summary>
    public void ForgetForeign(DateTimeOffset before)
    {
        foreach (var hour in Foreign.Keys.Where(hour => string.CompareOrdinal(hour, HourOf(before)) < 0).ToList())
            Foreign.Remove(hour);
    }

    private static string HourOf(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-ddTHH", CultureInfo.InvariantCulture);
}

/// <summary>A task that no generation has.</summary>
internal sealed record Stray
{
    public required string Model { get; init; }

    /// <summary>When the vendor made it, by its clock; when we first saw it, if it doesn't say.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When to look at it again; null if everything is known.</summary>
    public DateTimeOffset? LookAt { get; init; }

    /// <summary>How often it was looked at.</summary>
    public int Looks { get; init; }

    /// <summary>Whose request it was made of; null if that is not known, or it is another program's.</summary>
    public string? GenerationId { get; init; }
}
