using System.Diagnostics;
using Microsoft.Data.Sqlite;

namespace Wan.Soak;

/// <summary>After the chaos: everything runs and is told the truth, and whatever was begun comes to its end.</summary>
internal sealed class Quiet(Site site, SoakOptions options)
{
    // What the repair can still find out by itself is not asked of an operator.
    private static readonly TimeSpan OperatorComesAfter = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan WitnessesEvery = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    // A busy machine has a long line left after half an hour.
    private static readonly TimeSpan AtMost = TimeSpan.FromMinutes(20);

    private const int MostWitnesses = 5;

    private readonly Stopwatch waited = new();
    private readonly Stopwatch sinceProgress = new();
    private int ended;

    /// <summary>Waits, as long as some end within the patience of the run, until all generations have ended, no message is left and no document is due.</summary>
    public async Task<Outcome> SettleAsync(string virtualHost)
    {
        waited.Start();
        sinceProgress.Start();
        await RepairAsync();
        var operators = new DutyOperator(site.Installation);
        var placed = await WaitForEndsAsync(operators);
        (site.Figures[Figure.Held], site.Figures[Figure.Adopted], site.Figures[Figure.Resubmitted]) =
            (operators.Held.Count, operators.Adopted.Count, operators.Resubmitted.Count);

        IReadOnlyDictionary<string, long> messages = new Dictionary<string, long>();
        List<string> documents = [];
        var ledger = await site.Installation.Simulator.GetLedgerAsync();
        await UntilAsync(async () =>
        {
            await site.Team.HearAsync();
            messages = (await site.Broker.CountMessagesAsync(virtualHost)).Where(queue => !ForeignTeam.IsTheirs(queue.Key)).ToDictionary();
            documents = FindUnfinished();
            placed = [.. placed.Zip(await Task.WhenAll(placed.Select(pair => site.Installation.Door.GetAsync(pair.Generation.Id))), (pair, generation) => (pair.Order, generation))];
            ledger = await site.Installation.Simulator.GetLedgerAsync();
            return documents.Count == 0 && messages.All(queue => queue.Value == 0 || IsGivenUp(queue.Key)) && !Audit.Untold(ledger, placed).Any() && !site.Team.Unanswered.Any();
        });
        foreach (var (order, why) in (await site.Customer.WaitAsync()).Refused)
            site.Note(Figure.Lost, $"\"{order.Prompt}\" was never taken: {why}");
        foreach (var message in site.Team.Unanswered)
            site.Note(Figure.Unanswered, $"the message {message} was never rejected");
        return new Outcome(placed, ledger, messages, documents);
    }

    /// <summary>Whether nobody reads this queue any more.</summary>
    public static bool IsGivenUp(string queue) => queue.EndsWith("_error", StringComparison.Ordinal)
        || queue.EndsWith("_skipped", StringComparison.Ordinal) || queue.Contains("dead-letter", StringComparison.Ordinal);

    // The chaos has undone what it did; what is not as it should be now has another reason.
    private async Task RepairAsync()
    {
        await site.Installation.Simulator.SetFaultsAsync();
        site.Disk?.Free();
        foreach (var replica in site.Replicas.Where(replica => !replica.Process.IsRunning))
        {
            site.Note(Figure.Ended, $"{replica.Name} had ended by itself:{replica.Process.Tail()}");
            replica.Start();
        }

        foreach (var replica in site.Replicas)
        {
            try
            {
                await replica.Process.WaitUntilReadyAsync();
            }
            catch (Exception exception) when (exception is TimeoutException or InvalidOperationException)
            {
                site.Note(Figure.Ended, $"{replica.Name} does not become ready: {exception.Message}");
            }
        }
    }

    private async Task<IReadOnlyList<(Order Order, Generation Generation)>> WaitForEndsAsync(DutyOperator operators)
    {
        var witnesses = 0;
        IReadOnlyList<(Order Order, Generation Generation)> placed = [];
        await UntilAsync(async () =>
        {
            if (witnesses < MostWitnesses && waited.Elapsed > witnesses * WitnessesEvery && (witnesses == 0 || placed.Any(IsUncertain)))
            {
                foreach (var order in SoakPlan.Witnesses(++witnesses))
                    site.Customer.Place(order);
            }

            var (taken, _) = await site.Customer.WaitAsync();
            placed = [.. taken.Zip(await Task.WhenAll(taken.Select(pair => site.Installation.Door.GetAsync(pair.Id))), (pair, generation) => (pair.Order, generation))];
            NoteProgress(placed.Count(pair => pair.Generation.HasEnded));
            if (waited.Elapsed > OperatorComesAfter)
                await operators.DecideAsync(placed);
            return placed.All(pair => pair.Generation.HasEnded && !IsUncertain(pair));
        });
        return placed;
    }

    private static bool IsUncertain((Order Order, Generation Generation) pair) => pair.Generation.Status == "uncertain";

    private List<string> FindUnfinished()
    {
        var found = new List<string>();
        foreach (var file in Directory.EnumerateFiles(site.Installation.DataFolder, "*.db"))
        {
            using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ToString());
            connection.Open();
            foreach (var table in Read(connection, "SELECT name FROM sqlite_master WHERE type = 'table' AND sql LIKE '%due_at%'"))
            {
                var name = Path.GetFileNameWithoutExtension(file);
                found.AddRange(Read(connection, $"SELECT id || ' ' || coalesce(status, '') FROM {table} WHERE due_at IS NOT NULL")
                    .Select(document => $"{name}.{table} {document}")
                    .Where(document => !IsLookedAtOnceMore(document)));
            }
        }

        return found;
    }

    // A page of the ledger all of whose entries are settled is looked at once more a day later: nothing waits for that.
    private static bool IsLookedAtOnceMore(string document) =>
        document.StartsWith("intake.ledger ", StringComparison.Ordinal) && document.EndsWith(" settled", StringComparison.Ordinal);

    private static List<string> Read(SqliteConnection connection, string query)
    {
        using var command = connection.CreateCommand();
        command.CommandText = query;
        using var reader = command.ExecuteReader();
        var rows = new List<string>();
        while (reader.Read())
            rows.Add(reader.GetString(0));
        return rows;
    }

    private async Task UntilAsync(Func<Task<bool>> condition)
    {
        while (!await condition() && sinceProgress.Elapsed < options.Patience && waited.Elapsed < AtMost)
            await Task.Delay(Interval, site.Stop);
    }

    private void NoteProgress(int now)
    {
        if (now == ended)
            return;
        ended = now;
        sinceProgress.Restart();
    }
}

/// <summary>How a run ended.</summary>
/// <param name="Placed">Every order that was taken, with its generation.</param>
/// <param name="Ledger">What the vendor says.</param>
/// <param name="Messages">Messages in each queue.</param>
/// <param name="Documents">Documents that are due some time.</param>
internal sealed record Outcome(
    IReadOnlyList<(Order Order, Generation Generation)> Placed, Ledger Ledger, IReadOnlyDictionary<string, long> Messages, IReadOnlyList<string> Documents);
