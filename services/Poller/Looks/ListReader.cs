using Wan.DashScope.Client;

namespace Wan.Poller.Looks;

/// <summary>Reads lists: which of many tasks still run or have succeeded, page by page of a window of submit times.</summary>
internal sealed class ListReader(AccountQueries queries, HeldWatches held, WatchChanges changes, ListConditions lists, TimeProvider time)
{
    private const int WritesAtOnce = 16;

    /// <summary>Reads a list to its end and notes what it shows of its members.</summary>
    /// <returns>Those that it shows to have begun to run, to be told; the others are done with. None if it could not be read.</returns>
    public async Task<IReadOnlyList<HeldWatch>> ReadAsync(Look.List look)
    {
        var reading = new ListReading(look, lists, held.Find, held.See, time.GetUtcNow());
        for (var page = 1; page <= ListWay.MostPages; page++)
        {
            if (page > 1 && !await queries.TakePageAsync())
                break;
            if (await queries.ListAsync(reading.Query with { Page = page }) is not { } listed)
            {
                lists.Failed(time.GetUtcNow());
                foreach (var member in look.Members)
                    member.Busy = false;
                return [];
            }

            if (reading.Take(listed, time.GetUtcNow()))
                break;
        }

        return reading.Conclude();
    }

    /// <summary>Saves and tells that these have begun to run.</summary>
    public Task TellStartedAsync(IReadOnlyList<HeldWatch> begun) => Parallel.ForEachAsync(
        begun,
        new ParallelOptions { MaxDegreeOfParallelism = WritesAtOnce },
        async (member, _) => held.Keep(member, await changes.StartedAsync(member.Watch, member.Seen.Since)));
}
