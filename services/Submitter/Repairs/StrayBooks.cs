using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using Wan.Hosting.Clocks;
using Wan.Storage;

namespace Wan.Submitter.Repairs;

/// <summary>The book of each account.</summary>
internal sealed class StrayBooks(IDocuments<StrayBook> books, ClockGuard clock, IOptions<SubmitterOptions> options, TimeProvider time)
{
    private readonly ConcurrentDictionary<string, SharedDocument<StrayBook>> bookOf = new();

    /// <summary>An account's.</summary>
    public SharedDocument<StrayBook> Of(string account) => bookOf.GetOrAdd(account, id => new(
        books,
        id,
        () => new StrayBook { Id = id, CreatedAt = time.GetUtcNow() },
        book => clock.IsTrusted(out _) && StrayRules.Bound(book, options.Value.Strays, time.GetUtcNow(), clock.MaxOffset)));

    /// <summary>Writes down what is known of tasks now; null: it is a generation's own.</summary>
    public Task PutAsync(string account, Dictionary<string, Stray?> looked) => Of(account).ChangeAsync(book =>
    {
        foreach (var (taskId, stray) in looked)
            book.Put(taskId, stray);
        return looked.Count > 0;
    });
}
