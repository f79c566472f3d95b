using Wan.DashScope.Client;

namespace Wan.Planning.Simulation;

/// <summary>The tasks of one account, as the vendor answers for them.</summary>
internal sealed class VendorTasks(string model)
{
    private const int Least = 4096;

    private readonly Dictionary<string, PlannedTask> byId = new(StringComparer.Ordinal);
    private List<PlannedTask> all = [];
    private int most = Least;

    /// <summary>Takes one more.</summary>
    public void Add(PlannedTask task)
    {
        byId.Add(task.Id, task);
        all.Add(task);
        if (all.Count < most)
            return;

        // What had ended for an hour when the oldest of the others was submitted is known, and on no list of ours.
        var bound = task.SubmittedAt - TimeSpan.FromHours(1);
        var oldest = all.Where(other => other.EndsAt > bound).Min(other => other.SubmittedAt);
        foreach (var over in all.Where(other => other.SubmittedAt < oldest))
            byId.Remove(over.Id);
        all = [.. all.Where(other => other.SubmittedAt >= oldest)];
        most = Least + (2 * all.Count);
    }

    /// <summary>A task by its id.</summary>
    public PlannedTask Find(string id) => byId[id];

    /// <summary>A page of a list, newest first.</summary>
    public TaskListPage List(TaskListQuery query, DateTimeOffset now)
    {
        var found = new List<PlannedTask>();
        for (var index = all.Count - 1; index >= 0 && all[index].SubmittedAt >= query.From; index--)
        {
            if (all[index].SubmittedAt <= query.To && all[index].StatusAt(now) == query.Status)
                found.Add(all[index]);
        }

        return new TaskListPage
        {
            Items = [.. found.Skip((query.Page - 1) * query.PageSize).Take(query.PageSize).Select(task => task.Item(model, now))],
            Total = found.Count,
        };
    }
}
