using MongoDB.Bson;
using MongoDB.Driver;
using Wan.Storage.Calls;

namespace Wan.Storage.MongoDb;

/// <summary>
/// One claim: sees by the index what is due, then takes each by its id and version with a write id of its own, many at once. So a lost answer is found
/// out about by that id, as of any write; a command that chose the document itself would leave it unknown which one it has taken.
/// </summary>
internal sealed class MongoDbClaim(
    MongoDbCollection stored, IMongoCollection<BsonDocument> collection, IMongoCollection<BsonDocument> latest, MongoDbCalls calls, DueClaim claim)
{
    private const int AtOnce = 16;

    private static readonly ProjectionDefinition<BsonDocument> OnlyHints = new BsonDocument { { "version", 1 }, { "due_at", 1 } };

    private readonly long until = (claim.Now + claim.Lease).UtcTicks;

    public async Task<IReadOnlyList<StoredEntry>> RunAsync(CallBounds bounds)
    {
        var claimed = new List<StoredEntry>();
        try
        {
            while (claimed.Count < claim.Limit)
            {
                var wanted = claim.Limit - claimed.Count;
                var due = await StoreCalls.AgainAsync(again => LookAsync(wanted, again), bounds);
                foreach (var some in due.Chunk(AtOnce))
                    await TakeAsync(some, claimed, bounds);
                if (due.Count < wanted)
                    break;
            }
        }
        catch (Exception exception) when (claimed.Count > 0 && exception is StorageException or OperationCanceledException)
        {
            // What is claimed already is worth more than the error, which the next call meets again.
        }

        return claimed;
    }

    // In their order; those that were taken count, whatever became of the others.
    private async Task TakeAsync(BsonDocument[] candidates, List<StoredEntry> claimed, CallBounds bounds)
    {
        var takings = Array.ConvertAll(candidates, candidate => TryTakeAsync(candidate, bounds));
        var all = Task.WhenAll(takings);
        await ((Task)all).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        claimed.AddRange(takings.Where(taking => taking.IsCompletedSuccessfully).Select(taking => taking.Result).OfType<StoredEntry>());
        await all;
    }

    private Task<List<BsonDocument>> LookAsync(int limit, CallBounds bounds) => calls.ReadAsync(
        token => latest.Find(MongoDbFilters.Due(claim.Group, claim.IgnoreDueTime ? long.MaxValue : claim.Now.UtcTicks, until))
            .Sort(MongoDbFilters.ClaimSort(claim.Order)).Limit(limit).Project<BsonDocument>(OnlyHints).ToListAsync(token),
        bounds);

    // Null: another claimant was first.
    private async Task<StoredEntry?> TryTakeAsync(BsonDocument candidate, CallBounds bounds)
    {
        var (id, version, writeId) = (candidate["_id"].AsString, candidate["version"].AsInt64, WriteIds.Next());
        var update = new BsonDocument
        {
            { "$set", new BsonDocument { { "due_at", until }, { "write_id", writeId } } },
            { "$inc", new BsonDocument("version", 1L) },
        };
        var options = new FindOneAndUpdateOptions<BsonDocument> { ReturnDocument = ReturnDocument.After };
        BsonDocument? taken = null;
        var answer = await DoubtfulWrite.SettleAsync(
            async () =>
            {
                taken = await calls.WriteAsync(
                    token => collection.FindOneAndUpdateAsync(MongoDbFilters.Unchanged(id, version), update, options, token), bounds);
                return taken is null ? WriteAnswer.Lost : WriteAnswer.Done;
            },
            () => stored.StampAsync(id, bounds), version, writeId, stored.AnswersOnce, bounds.Deadline);
        if (answer != WriteAnswer.Done)
            return null;
        var entry = taken is not null ? MongoDbEntry.Read(taken) : await StoreCalls.AgainAsync(again => stored.FindAsync(id, again), bounds);
        return entry is null ? null : entry with { WasDueAt = candidate["due_at"].AsInt64 };
    }
}
