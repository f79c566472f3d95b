using System.Collections.Concurrent;
using Wan.DashScope.Accounts;
using Wan.Submitter.Line;
using Wan.Submitter.Posting;

namespace Wan.Submitter.Uploads;

/// <summary>The submissions whose files this process uploads.</summary>
internal sealed partial class Preparations(Preparation preparation, LineReader line, UploadPlaces places, PostTimes times, UploadSignal signal, ILogger<Preparations> logger)
{
    // A submission may be among them twice: while the last of its uploads goes on, it may have been begun with again.
    private readonly ConcurrentDictionary<object, Task> running = new();

    /// <summary>Whether there is a place at any of these accounts.</summary>
    public bool HasPlace(IEnumerable<DashScopeAccount> accounts) => accounts.Any(account => places.IsFree(account.Name));

    /// <summary>Begins with one, in the background, at each account that may run it, may be used or tried now, and has a place.</summary>
    /// <returns>False if there is none: nothing is begun.</returns>
    public async Task<bool> TryBeginAsync(Submission submission, CancellationToken stoppingToken)
    {
        var wanted = UploadRules.Accounts(await line.ReadAsync(submission.Model, stoppingToken), submission.Files!.Wanted, times.LongestHold);
        var taken = wanted.Select(account => new PlaceAt(account, places.TryTake(account.Name))).ToList();
        if (!taken.Exists(at => at.Place is not null))
            return false;
        var key = new object();
        var task = RunAsync(key, submission, taken, stoppingToken);
        running[key] = task;
        if (task.IsCompleted)
            running.TryRemove(key, out _);
        return true;
    }

    /// <summary>Waits for all of them.</summary>
    public Task EndAsync() => Task.WhenAll(running.Values);

    private async Task RunAsync(object key, Submission submission, IReadOnlyList<PlaceAt> accounts, CancellationToken stoppingToken)
    {
        try
        {
            await Task.Yield();
            await preparation.RunAsync(submission, accounts, stoppingToken);
        }
        catch (Exception exception)
        {
            Log.Failed(logger, exception, submission.Id);
        }
        finally
        {
            foreach (var at in accounts)
                at.Place?.Dispose();
            running.TryRemove(key, out _);
            signal.Raise();
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "Uploading the files of generation {GenerationId} broke off; it is taken up again.")]
        public static partial void Failed(ILogger logger, Exception exception, string generationId);
    }
}
