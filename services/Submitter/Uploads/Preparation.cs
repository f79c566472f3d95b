using Microsoft.Extensions.Options;
using Wan.Hosting;
using Wan.Storage;
using Wan.Submitter.Line;
using Wan.Submitter.Posting;

namespace Wan.Submitter.Uploads;

/// <summary>
/// Uploads the files of one submission that stands in line, side by side to each account that it is given a place at. It may be started where the first of them is done. It has no slot
/// and no intent meanwhile, so that nothing waits for it and nothing can be paid by it; who is withdrawn meanwhile is let go.
/// </summary>
internal sealed partial class Preparation(
    AccountUploads uploads, KnownUploads known, IDocuments<Submission> submissions, PostAnswers answers, DispatchSignal signal, IOptions<SubmitterOptions> options, TimeProvider time,
    ILogger<Preparation> logger)
{
    /// <summary>Prepares one that was claimed, and says so from time to time, so that nobody else takes it up.</summary>
    /// <param name="submission">Claimed.</param>
    /// <param name="accounts">Where its files are wanted; each place is given back as soon as it is needed no more.</param>
    /// <param name="stoppingToken">Ends it.</param>
    public async Task RunAsync(Submission submission, IReadOnlyList<PlaceAt> accounts, CancellationToken stoppingToken)
    {
        using var lost = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
        var (running, isHeld) = (new List<Task<FilesAt>>(), true);
        try
        {
            var prepared = new Prepared(accounts.Count);
            foreach (var at in accounts)
            {
                if (await known.FindAsync(submission, at.Account, lost.Token) is { } files)
                {
                    prepared.Take(new FilesAt(at.Account, files));
                    at.Place?.Dispose();
                }
                else
                {
                    running.Add(uploads.RunAsync(submission, at, lost.Token));
                }
            }

            await HoldAsync(submission, running, prepared, lost);
            isHeld = false;
            if (await SaveAsync(submission, prepared))
                await AddAsync(submission.Id, running, prepared);
        }
        catch (OperationCanceledException) when (lost.IsCancellationRequested)
        {
            if (isHeld && stoppingToken.IsCancellationRequested)
                await submissions.GiveBackAsync([submission], submission.CreatedAt);
        }
        finally
        {
            await lost.CancelAsync();
            await ((Task)Task.WhenAll(running)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    // Until they are at one account, or it is known that they will be at none.
    private async Task HoldAsync(Submission submission, List<Task<FilesAt>> running, Prepared prepared, CancellationTokenSource lost)
    {
        var renewal = Task.Delay(options.Value.Uploads.Lease / 3, time, lost.Token);
        while (running.Count > 0 && prepared is { At.Count: 0, Error: null })
        {
            var first = await Task.WhenAny([.. running, renewal]);
            if (first is Task<FilesAt> ended)
            {
                running.Remove(ended);
                prepared.Take(await ended);
                continue;
            }

            await first; // Throws at the end of the process.
            await CatchUpAsync(submission, lost.Token);
            submission.DueAt = time.GetUtcNow() + options.Value.Uploads.Lease;
            if (!await submissions.ReplaceAsync(submission, lost.Token))
                await lost.CancelAsync(); // Withdrawn, or somebody else's by now.
            renewal = Task.Delay(options.Value.Uploads.Lease / 3, time, lost.Token);
        }
    }

    /// <returns>Whether it may be started.</returns>
    private async Task<bool> SaveAsync(Submission submission, Prepared prepared)
    {
        await CatchUpAsync(submission, CancellationToken.None);
        var (files, now) = (submission.Files!, time.GetUtcNow());
        if (prepared is { Error: { } error, At.Count: 0 })
        {
            if (await answers.RefuseAsync(submission, error))
                await answers.TellAsync(submission);
            Log.Refused(logger, submission.Id, error.Code);
            return false;
        }

        foreach (var (account, uploaded) in prepared.At)
            files.At[account] = uploaded;
        files.Setbacks = prepared.IsPartly ? files.Setbacks + 1 : 0;
        files.Wanted = null;
        files.IsReady = prepared.At.Count > 0;
        files.Obstacle = files.IsReady ? null : prepared.Obstacle;
        submission.DueAt = files.IsReady ? submission.CreatedAt : now + UploadRules.Wait(files, prepared.LackedPlace, options.Value.Uploads);
        Checkpoint.Reached("submitter.prepared", submission.Id);
        var isSaved = await submissions.ReplaceAsync(submission);
        if (isSaved && files.IsReady)
            signal.Raise();
        return isSaved && files.IsReady;
    }

    // It may have been given another priority meanwhile, and is still this one's to prepare.
    private async Task CatchUpAsync(Submission submission, CancellationToken cancellationToken)
    {
        if (await submissions.FindAsync(submission.Id, cancellationToken) is { State: SubmissionState.Waiting } latest && latest.DueAt == submission.DueAt)
            (submission.Rank, submission.Version) = (latest.Rank, latest.Version);
    }

    // It may have been started meanwhile. If not, it may be at these accounts too; else they are found there when it is prepared again.
    private async Task AddAsync(string id, List<Task<FilesAt>> running, Prepared prepared)
    {
        while (running.Count > 0)
        {
            var ended = await Task.WhenAny(running);
            running.Remove(ended);
            if (await ended is not { Files: { } files } at)
                continue;
            prepared.Take(at);
            try
            {
                await submissions.ChangeAsync(id, submission => submission.TryAddFiles(at.Account.Name, files, !prepared.IsPartly, time.GetUtcNow()), CancellationToken.None);
            }
            catch (StorageException)
            {
                continue; // They are there all the same.
            }

            signal.Raise();
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Generation {GenerationId} is not submitted, and was not paid: {Code}")]
        public static partial void Refused(ILogger logger, string generationId, string code);
    }
}
