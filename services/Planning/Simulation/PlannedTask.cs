using Wan.DashScope.Client;

namespace Wan.Planning.Simulation;

/// <summary>A task at the vendor.</summary>
/// <param name="Index">Its generation's place in the load.</param>
/// <param name="Id">The vendor's id.</param>
/// <param name="SubmittedAt">When the vendor took it; it runs from then on.</param>
/// <param name="EndsAt">When it ends.</param>
internal sealed record PlannedTask(int Index, string Id, DateTimeOffset SubmittedAt, DateTimeOffset EndsAt)
{
    private static readonly Uri Video = new("https://vendor.invalid/video.mp4");

    /// <summary>What the vendor answers when it is asked for the task.</summary>
    public DashScopeTask Answer(DateTimeOffset now) => new()
    {
        TaskId = Id,
        Status = StatusAt(now),
        StatusWord = WordAt(now),
        SubmittedAt = SubmittedAt,
        StartedAt = SubmittedAt,
        EndedAt = EndsAt <= now ? EndsAt : null,
        VideoUrl = EndsAt <= now ? Video : null,
    };

    /// <summary>How a list shows it.</summary>
    public TaskListItem Item(string model, DateTimeOffset now) => new()
    {
        TaskId = Id,
        Status = StatusAt(now),
        StatusWord = WordAt(now),
        Model = model,
        CreatedAt = SubmittedAt,
        StartedAt = SubmittedAt,
        EndedAt = EndsAt <= now ? EndsAt : null,
    };

    /// <summary>Where it stands.</summary>
    public DashScopeTaskStatus StatusAt(DateTimeOffset now) => EndsAt <= now ? DashScopeTaskStatus.Succeeded : DashScopeTaskStatus.Running;

    private string WordAt(DateTimeOffset now) => EndsAt <= now ? "SUCCEEDED" : "RUNNING";
}
