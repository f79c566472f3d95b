namespace Wan.Soak;

/// <summary>Sets what the vendor says against what the installation says. Pure.</summary>
internal static class Audit
{
    /// <summary>Counts what there is.</summary>
    public static void Count(Outcome outcome, Figures figures)
    {
        var (ours, foreign) = Split(outcome.Ledger);
        figures[Figure.Generations] = outcome.Placed.Count;
        figures[Figure.Tasks] = ours.Count;
        figures[Figure.Submits] = outcome.Ledger.Counters["submits"];
        figures[Figure.ForeignTasks] = foreign.Count;
        figures[Figure.Orphans] = ours.Count(task => outcome.Placed.Any(pair => Reports(pair.Generation, task)));
        figures[Figure.FailedAtVendor] = outcome.Placed.Count(pair => pair.Generation.Status == "failed" && OwnTask(pair, ours) is { Status: "FAILED" });
    }

    /// <summary>Everything that must not be.</summary>
    /// <param name="outcome">How the run ended.</param>
    /// <param name="videoProblems">What is wrong with videos, by generation.</param>
    public static IEnumerable<Fault> Faults(Outcome outcome, IReadOnlyDictionary<string, string> videoProblems)
    {
        var (ours, _) = Split(outcome.Ledger);
        return [
            .. outcome.Placed.SelectMany(pair => OfGeneration(pair, outcome.Ledger, ours, videoProblems)),
            .. Untold(outcome.Ledger, outcome.Placed),
            .. outcome.Messages.Where(queue => queue.Value > 0)
                .Select(queue => new Fault(Figure.MessagesLeft, $"{queue.Value} messages are left in {queue.Key}")),
            .. outcome.Documents.Select(document => new Fault(Figure.DocumentsLeft, $"{document} is still due")),
        ];
    }

    /// <summary>Tasks that were paid, serve no generation, or more than one, and are told nowhere.</summary>
    public static IEnumerable<Fault> Untold(Ledger ledger, IReadOnlyList<(Order Order, Generation Generation)> placed) =>
        Split(ledger).Ours.SelectMany(task => OfTask(task, placed));

    private static IEnumerable<Fault> OfGeneration(
        (Order Order, Generation Generation) pair, Ledger ledger, IReadOnlyList<LedgerTask> ours, IReadOnlyDictionary<string, string> videoProblems)
    {
        var (order, generation) = pair;
        var task = ledger.Tasks.FirstOrDefault(task => task.Id == generation.TaskId);
        if (!generation.HasEnded || generation.Status == "uncertain")
            yield return new Fault(Figure.Stuck, $"{Describe(pair)} has not ended");
        else if (generation.Status != "completed" && OwnTask(pair, ours) is not { Status: "FAILED" })
            yield return new Fault(Figure.Lost, $"{Describe(pair)} has no video, though {TasksOf(order, ours)}");
        if (task is not null && task.Prompt != order.Prompt)
            yield return new Fault(Figure.WrongVideos, $"{Describe(pair)} has task {task.Id}, which was made for \"{task.Prompt}\"");
        if (generation.TaskId is not null && task is null)
            yield return new Fault(Figure.WrongVideos, $"{Describe(pair)} has task {generation.TaskId}, which the vendor has never made");
        if (videoProblems.TryGetValue(generation.Id, out var problem))
            yield return new Fault(Figure.WrongVideos, $"{Describe(pair)} has a wrong video: {problem}");
    }

    private static IEnumerable<Fault> OfTask(LedgerTask task, IReadOnlyList<(Order Order, Generation Generation)> placed)
    {
        var owners = placed.Where(pair => pair.Generation.TaskId == task.Id).ToList();
        if (owners.Count > 1)
        {
            yield return new Fault(Figure.WrongVideos, $"task {task.Id} is that of {owners.Count} generations: {string.Join("; ", owners.Select(Describe))}");
        }
        else if (owners.Count == 0 && task.Status is not ("FAILED" or "CANCELED") && !placed.Any(pair => Reports(pair.Generation, task)))
        {
            var whose = placed.Where(pair => pair.Order.Prompt == task.Prompt).Select(Describe).FirstOrDefault() ?? "nobody";
            yield return new Fault(Figure.PaidTwice, $"task {task.Id} ({task.Status}, submitted at {task.SubmittedAt:HH:mm:ss.fff}) was made for {whose}, who has another or none, and is reported nowhere");
        }
    }

    // An orphan is told in the timeline with its id, and in the cost.
    private static bool Reports(Generation generation, LedgerTask task) =>
        generation.TaskId != task.Id
        && generation.Timeline.Any(entry => entry.What.StartsWith("orphan", StringComparison.Ordinal) && entry.Detail?.Contains(task.Id, StringComparison.Ordinal) is true)
        && generation.Cost.ValueKind == System.Text.Json.JsonValueKind.Object && generation.Cost.TryGetProperty("orphaned", out _);

    private static (IReadOnlyList<LedgerTask> Ours, IReadOnlyList<LedgerTask> Foreign) Split(Ledger ledger)
    {
        var byOwner = ledger.Tasks.ToLookup(task => task.Prompt.StartsWith(ForeignClient.Subject, StringComparison.Ordinal));
        return ([.. byOwner[false]], [.. byOwner[true]]);
    }

    private static LedgerTask? OwnTask((Order Order, Generation Generation) pair, IReadOnlyList<LedgerTask> ours) =>
        ours.FirstOrDefault(task => task.Id == pair.Generation.TaskId && task.Prompt == pair.Order.Prompt);

    private static string TasksOf(Order order, IReadOnlyList<LedgerTask> ours)
    {
        var tasks = ours.Where(task => task.Prompt == order.Prompt).Select(task => $"{task.Id} {task.Status}").ToList();
        return tasks.Count == 0 ? "no task was made for it" : $"the vendor has {string.Join(", ", tasks)}";
    }

    private static string Describe((Order Order, Generation Generation) pair) =>
        $"generation {pair.Generation.Id} ({pair.Generation.Status}{(pair.Generation.Error is { } error ? $" {error.Code}" : "")}: "
        + $"{string.Join(" > ", pair.Generation.Timeline.Select(entry => entry.What))})";
}
