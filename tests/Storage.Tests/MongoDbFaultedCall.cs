using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using MongoDB.Bson;
using Wan.Fixtures;
using Wan.Fixtures.MongoWire;
using Wan.Storage.MongoDb;

namespace Wan.Storage.Tests;

/// <summary>One call to the store while something is wrong with its server, and what its caller does next. On a double of its own.</summary>
/// <param name="call">Which: its name in <see cref="Calls"/>.</param>
/// <param name="trouble">What is wrong.</param>
internal sealed class MongoDbFaultedCall(string call, MongoDbTrouble trouble) : IAsyncDisposable
{
    /// <summary>The calls, and what each is on the wire.</summary>
    public static readonly IReadOnlyDictionary<string, string> Calls = new Dictionary<string, string>
    {
        ["Insert"] = "insert", ["Replace"] = "update", ["Claim"] = "findAndModify", ["Delete"] = "delete", ["Find"] = "find", ["Page"] = "find",
    };

    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly MongoWireServer server = new();
    private readonly List<string> wrong = [];
    private int cutOff;
    private MongoDbStore store = null!;
    private IDocuments<Letter> letters = null!;
    private Letter letter = new() { Id = "a", CreatedAt = Noon, DueAt = Noon, UniqueKey = "key" };

    /// <summary>What went against the store's promises.</summary>
    public IReadOnlyList<string> Wrong => wrong;

    /// <summary>What the caller heard, and for how long the work stood still: a line of the table.</summary>
    public string Line { get; private set; } = "";

    private bool IsRead => Calls[call] == "find";

    private BsonDocument? Stored => server.Documents("wan", "post.letters").SingleOrDefault();

    private bool IsDone => call switch
    {
        "Insert" => Stored is not null,
        "Delete" => Stored is null,
        _ => Stored!["version"] == 2,
    };

    public async Task RunAsync()
    {
        var options = new StorageOptions { Timeout = trouble.Timeout, MongoDb = { ConnectionString = server.Address } };
        store = new MongoDbStore(Options.Create(options), TimeProvider.System, NullLogger<MongoDbStore>.Instance);
        letters = store.Documents(Letter.Letters);
        await Eventually.UntilAsync(() => store.PrepareAsync(CancellationToken.None), "indexes");
        if (call != "Insert")
        {
            await AnsweredAsync(() => letters.InsertAsync(letter));
            letter = (await AnsweredAsync(() => letters.FindAsync("a")))!;
        }

        var watch = Stopwatch.StartNew();
        string heard;
        await using (trouble.Begin(server, Calls[call]))
        {
            heard = await HearAsync();
            Line = $"{trouble.Name,-30} {call,-8} {heard,-12} {watch.Elapsed.TotalSeconds,5:0.0} s";
        }

        watch.Restart();
        var goneOn = await GoOnAsync();
        Line += $"{(goneOn ? watch.Elapsed.TotalSeconds.ToString("0.0", null) : "never"),8} s";
        if (!goneOn)
            wrong.Add($"{call} after {trouble.Name}: it does not go on.");
        await CheckAsync(heard);
    }

    public async ValueTask DisposeAsync()
    {
        store.Dispose();
        await server.DisposeAsync();
        wrong.AddRange(server.Unknown);
        wrong.AddRange(server.Uncovered);
    }

    private async Task<string> HearAsync()
    {
        try
        {
            // The bound is no promise: it tells what hangs for ever.
            var done = await MakeAsync().WaitAsync(trouble.Timeout + TimeSpan.FromSeconds(30));
            Check(!done || IsRead || IsDone, "done, and it is not");
            Check(done, "lost, and there is no other");
            return done ? "done" : "lost";
        }
        catch (StorageUnavailableException exception) when (trouble.IsRefusal && exception.MayHaveBeenStored && ++cutOff < 3)
        {
            return await HearAsync(); // Its time was over while it was refused once more, and nobody had read that yet.
        }
        catch (StorageUnavailableException exception)
        {
            Check(!trouble.IsOver, $"away, though there was time: {exception.Message}");
            Check(!trouble.WritesAreDone || IsRead, $"away, though it was done and can be read: {exception.Message}");
            Check(!trouble.IsRefusal || !exception.MayHaveBeenStored, $"in doubt, though it was refused: {exception.Message}");
            Check(exception.MayHaveBeenStored || IsRead || !IsDone, $"not stored, and it is: {exception.Message}");
            Check(!exception.MayHaveBeenStored || !IsRead, "a read in doubt");
            return exception.MayHaveBeenStored ? "in doubt" : "away";
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            Check(false, exception.ToString());
            return exception.GetType().Name;
        }
    }

    private async Task<bool> MakeAsync()
    {
        switch (call)
        {
            case "Insert":
                return await letters.InsertAsync(letter);
            case "Replace":
                letter.Readers++;
                return await letters.ReplaceAsync(letter);
            case "Delete":
                return await letters.DeleteAsync(letter);
            case "Claim":
                return (await letters.ClaimDueAsync(Claim(Noon))).Count == 1;
            case "Find":
                return await letters.FindAsync("a") is not null;
            default:
                return (await letters.PageAsync(new PageQuery { Limit = 10 })).Items.Count == 1;
        }
    }

    // As its callers do: it reads, and if it is not done yet, does it again. Whoever holds a claim without knowing it is missed when the lease ends.
    private async Task<bool> GoOnAsync()
    {
        var patience = Stopwatch.StartNew();
        while (patience.Elapsed < Eventually.Patience)
        {
            try
            {
                var found = await letters.FindAsync("a");
                if (IsRead || (call == "Insert" && found is not null) || (call == "Delete" && found is null) || (call == "Replace" && found!.Version == 2))
                    return true;
                if (call == "Claim")
                    return found!.Version == 2 || (await letters.ClaimDueAsync(Claim(Noon))).Count == 1;
                letter = found ?? letter;
                await MakeAsync();
            }
            catch (StorageUnavailableException)
            {
                // Not yet.
            }
        }

        return false;
    }

    private async Task CheckAsync(string heard)
    {
        // What came late is done late, and must be nothing.
        await Eventually.UntilAsync(() => Task.FromResult(server.UnderWay == 0), "the end of what is slow");
        Check(IsRead || IsDone, "not done in the end");
        Check(server.Documents("wan", "post.letters").Count == (call == "Delete" ? 0 : 1), "not once");
        if (call == "Insert")
            Check(Stored!["version"] == 1, $"inserted as version {Stored!["version"]}");
        if (call == "Replace")
            Check((await AnsweredAsync(() => letters.FindAsync("a")))!.Readers == 1, "replaced more than once");
        var now = Noon;
        if (call == "Claim")
            Check((await AnsweredAsync(() => letters.ClaimDueAsync(Claim(now = now.AddMinutes(1))))).Count == 1, $"claimed ({heard}) and not due again when the lease ends");
    }

    // Before and after the trouble: a busy machine may need longer than the store has for a call.
    private static async Task<T> AnsweredAsync<T>(Func<Task<T>> ask)
    {
        for (var patience = Stopwatch.StartNew(); ;)
        {
            try
            {
                return await ask();
            }
            catch (StorageUnavailableException) when (patience.Elapsed < Eventually.Patience)
            {
                // Again.
            }
        }
    }

    private void Check(bool isRight, string what)
    {
        if (!isRight)
            wrong.Add($"{call} during {trouble.Name}: {what}");
    }

    private static DueClaim Claim(DateTimeOffset now) => new() { Now = now, Lease = TimeSpan.FromMinutes(1), Limit = 10 };
}
