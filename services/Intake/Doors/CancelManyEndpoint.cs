using MassTransit;
using Wan.Contracts;
using Wan.Hosting;
using Wan.Hosting.Doors;
using Wan.Hosting.Doors.Access;
using Wan.Intake.Ledger;
using Wan.Intake.Lists;
using Wan.Intake.Views;
using Wan.Storage;

namespace Wan.Intake.Doors;

/// <summary><c>POST /v1/generations:cancel</c>: cancels, or counts, what is unfinished of those that a filter means, as many as one call has time for.</summary>
internal static class CancelManyEndpoint
{
    private const int PageSize = 200;

    // A call that is cut off by somebody's time-out has said nothing of how far it came.
    private static readonly TimeSpan AtMost = TimeSpan.FromSeconds(10);

    public static async Task<IResult> HandleAsync(
        HttpRequest request, GenerationList list, IPublishEndpoint bus, BrokerAlarm alarm, TimeProvider time, CancellationToken cancellationToken)
    {
        var (asked, problem) = await request.ReadBodyAsync(IntakeJson.Default.CancelManyRequest, cancellationToken);
        if ((problem ?? CancelManyRules.Refuse(asked)) is { } refusal)
            return refusal;
        var requester = request.HttpContext.Requester();
        if (asked!.Filter?.Tenant is { } named && !requester.Sees(named))
            return Problems.OtherTenant(requester.OnlyTenant!);
        if (alarm.Reason is { } reason && asked.DryRun is not true)
            return Problems.Blocked(reason);
        var filter = FilterOf(asked, requester.OnlyTenant, time.GetUtcNow());
        var (statuses, cursor) = CancelManyRules.Resume(asked, asked.Cursor)!.Value;
        var (begun, seen, sent) = (time.GetTimestamp(), new HashSet<string>(StringComparer.Ordinal), 0);
        var saved = new List<LedgerAmount>();
        if (cursor is null && await NamedAsync(filter, requester, list, cancellationToken) is { Count: > 0 } those)
        {
            try
            {
                foreach (var one in those.Where(one => statuses.Contains(one.Status)))
                    await TakeAsync(one.Status, [GenerationSummary.Of(one)]);
                return Answer(null);
            }
            catch (TimeoutException)
            {
                return Problems.NotSent();
            }
        }

        foreach (var status in statuses)
        {
            do
            {
                if (time.GetElapsedTime(begun) >= AtMost)
                    return Answer(CancelManyRules.CursorOf(status, cursor));
                try
                {
                    StorageDoors.CountAgain();
                    var page = await list.SummariesAsync(filter with { Status = status }, PageSize, cursor, cancellationToken);
                    await TakeAsync(status, page.Items);
                    cursor = page.Next;
                }
                catch (ArgumentException)
                {
                    return CancelManyRules.WrongCursor();
                }
                catch (TimeoutException)
                {
                    return Problems.NotSent();
                }
            }
            while (cursor is not null);
        }

        return Answer(null);

        async Task TakeAsync(string status, IEnumerable<GenerationSummary> items)
        {
            var news = items.Where(item => seen.Add(item.Id)).ToList(); // One that goes on meanwhile is met again.
            if (CancelManyRules.Saves(status))
                saved.AddRange(news.Select(item => LedgerAmount.Of(item.Estimate?.AmountMax)).OfType<LedgerAmount>());
            if (asked.DryRun is not true)
                sent += await SendAsync([.. news.Select(item => item.Id)], asked.Discard, bus, time, cancellationToken);
        }

        IResult Answer(string? next) => Results.Json(
            new CancelManyView { Matched = seen.Count, Asked = sent, Saves = CancelManyRules.Sums(saved), CreatedBefore = filter.CreatedBefore!.Value, Next = next },
            IntakeJson.Default.CancelManyView);
    }

    // A search for a whole id means that one, as it does in the list: never those too that have it in theirs.
    private static async Task<IReadOnlyList<Generation>> NamedAsync(
        GenerationFilter filter, Requester requester, GenerationList list, CancellationToken cancellationToken) => filter.Search is { } search
        ? [.. (await list.OfIdAsync(search, filter.Tenant ?? requester.Tenant ?? Acceptance.DefaultTenant, cancellationToken)).Where(filter.MeansWholly)]
        : [];

    private static async Task<int> SendAsync(string[] ids, bool? discard, IPublishEndpoint bus, TimeProvider time, CancellationToken cancellationToken)
    {
        await Task.WhenAll(ids.Select(id => bus.PublishInTimeAsync(new CancelGeneration { GenerationId = id, Discard = discard }, time, cancellationToken)));
        return ids.Length;
    }

    private static GenerationFilter FilterOf(CancelManyRequest asked, string? onlyTenant, DateTimeOffset now) => new()
    {
        Tenant = asked.Filter?.Tenant ?? onlyTenant,
        Model = asked.Filter?.Model,
        CreatedAfter = RequestTime.Read(asked.Filter?.CreatedAfter),
        CreatedBefore = RequestTime.Read(asked.Filter?.CreatedBefore) is { } before && before < now ? before : now, // What comes later is not among those that are counted.
        Search = asked.Filter?.Search,
        Labels = asked.Filter?.Labels ?? new Dictionary<string, string>(),
    };
}
