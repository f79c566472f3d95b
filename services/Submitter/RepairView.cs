using Wan.DashScope;

namespace Wan.Submitter;

/// <summary>One look at the vendor's list for one account and model.</summary>
internal sealed record RepairView
{
    /// <summary>Tasks that no submission of ours has.</summary>
    public required IReadOnlyList<TaskListItem> Unclaimed { get; init; }

    /// <summary>Every POST that may have made one of them.</summary>
    public required IReadOnlyList<Suspect> Suspects { get; init; }

    /// <summary>Where the vendor's clock stands.</summary>
    public required ClockOffset Offset { get; init; }

    /// <summary>How long after we gave up waiting for an answer the vendor may still have made the task.</summary>
    public required TimeSpan Late { get; init; }

    /// <summary>The prompts of finished tasks among <see cref="Unclaimed"/>, by task id: they tell whose they are.</summary>
    public IReadOnlyDictionary<string, string> Prompts { get; init; } = new Dictionary<string, string>();

    /// <summary>Whether what the list does not show was not made: it was read whole, and shows all tasks of ours that it should.</summary>
    public required bool Complete { get; init; }
}
