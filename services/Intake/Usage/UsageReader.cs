using Wan.Intake.Ledger;
using Wan.Storage;

namespace Wan.Intake.Usage;

/// <summary>Adds up the ledger's pages.</summary>
internal sealed class UsageReader(IDocuments<LedgerPage> pages)
{
    /// <summary>Pages read for one answer: 3.2 million generations.</summary>
    public const int MostPages = 50_000;

    /// <summary>Rows of one answer.</summary>
    public const int MostRows = 100_000;

    private const int PagesAtOnce = 100;

    /// <summary>The rows, by day, model, tenant and currency.</summary>
    /// <returns>Null if that is more than <see cref="MostPages"/> or <see cref="MostRows"/>.</returns>
    public async Task<IReadOnlyList<UsageRow>?> ReadAsync(UsageQuery asked, CancellationToken cancellationToken)
    {
        var rows = new Dictionary<UsageGroup, UsageRow>();
        var query = new PageQuery
        {
            Limit = PagesAtOnce,
            Tenant = asked.Tenant,
            CreatedAfter = LedgerRules.StartOf(asked.From),
            CreatedBefore = LedgerRules.StartOf(asked.To.AddDays(1)),
        };
        var found = await pages.PageAsync(query, cancellationToken);
        for (var read = found.Items.Count; ; read += found.Items.Count)
        {
            foreach (var page in found.Items)
                Add(page, asked.GroupBy, rows);
            if (found.Next is not { } next)
                break;
            if (read >= MostPages || rows.Count > MostRows)
                return null;
            found = await WithoutDeadlineAsync(() => pages.PageAsync(query with { Cursor = next }, cancellationToken));
        }

        return [.. rows.Values.OrderBy(row => row.Day).ThenBy(row => row.Model, StringComparer.Ordinal).ThenBy(row => row.Tenant, StringComparer.Ordinal)
            .ThenBy(row => row.Group.Currency, StringComparer.Ordinal)];
    }

    private static void Add(LedgerPage page, IReadOnlyList<string> groupBy, Dictionary<UsageGroup, UsageRow> rows)
    {
        DateOnly? day = groupBy.Contains("day") ? page.Day : null;
        var tenant = groupBy.Contains("tenant") ? page.Tenant : null;
        var byModel = groupBy.Contains("model");
        foreach (var entry in page.Entries.Where(entry => entry.IsReleased is not true))
        {
            var model = byModel ? entry.Model : null;
            Row(entry.Paid is { Count: > 0 } paid ? paid[0].Currency : entry.Held?.Currency ?? "").Count(entry);
            foreach (var amount in entry.Paid ?? [])
                Row(amount.Currency).Pay(amount.Amount);

            UsageRow Row(string currency)
            {
                var group = new UsageGroup(day, model, tenant, currency);
                return rows.TryGetValue(group, out var row) ? row : rows[group] = new UsageRow(group);
            }
        }
    }

    // A door's few seconds are for a store that does not answer: this one does, and has much to tell.
    private static Task<T> WithoutDeadlineAsync<T>(Func<Task<T>> read)
    {
        using (ExecutionContext.SuppressFlow())
            return Task.Run(read);
    }
}
