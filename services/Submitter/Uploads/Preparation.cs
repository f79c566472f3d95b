using Microsoft.Extensions.Options;
using Wan.Contracts;
using Wan.DashScope.Accounts;
using Wan.Hosting;
using Wan.Storage;
using Wan.Submitter.Line;
using Wan.Submitter.Posting;

namespace Wan.Submitter.Uploads;

/// <summary>
/// Uploads the files of one submission that stands in line, to each account that may run it and can be used. It has no slot and no intent meanwhile, so that nothing waits for it
/// and nothing can be paid by it; who is withdrawn meanwhile is let go.
/// </summary>
internal sealed partial class Preparation(
    FileUploads uploads, LineReader line, IDocuments<Submission> submissions, PostAnswers answers, DispatchSignal signal, IOptions<SubmitterOptions> options, TimeProvider time,
    ILogger<Preparation> logger)
{
    /// <summary>Prepares one that was claimed, and says so from time to time, so that nobody else takes it up.</summary>
    public async Task RunAsync(Submission submission, CancellationToken stoppingToken)
    {
        using var lost = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
        var work = UploadAllAsync(submission, lost.Token);
        try
        {
            while (!work.IsCompleted)
            {
                await Task.WhenAny(work, Task.Delay(options.Value.Uploads.Lease / 3, time, lost.Token));
                if (work.IsCompleted || stoppingToken.IsCancellationRequested)
                    break;
                submission.DueAt = time.GetUtcNow() + options.Value.Uploads.Lease;
                if (!await submissions.ReplaceAsync(submission, stoppingToken))
                    await lost.CancelAsync(); // Withdrawn, or somebody else's by now.
            }

            await SaveAsync(submission, await work);
        }
        catch (OperationCanceledException) when (lost.IsCancellationRequested)
        {
            if (stoppingToken.IsCancellationRequested)
                await submissions.GiveBackAsync([submission], submission.CreatedAt);
        }
        finally
        {
            await lost.CancelAsync();
            await ((Task)work).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<Prepared> UploadAllAsync(Submission submission, CancellationToken cancellationToken)
    {
        var view = await line.ReadAsync(submission.Model, cancellationToken);

        // Where all are paused one generation tries whether a pause can end: it has to be ready for that.
        var isAnyUsable = view.Usable.Any();
        var accounts = view.Accounts.Where(supply => view.Room is null && (!isAnyUsable || supply.Obstacle is null || supply.Account.Name == submission.Files!.Wanted));
        var prepared = new Prepared();
        foreach (var account in accounts.Select(supply => supply.Account))
        {
            if (prepared.Error is null)
                await UploadAllAsync(submission, account, prepared, cancellationToken);
        }

        return prepared;
    }

    private async Task UploadAllAsync(Submission submission, DashScopeAccount account, Prepared prepared, CancellationToken cancellationToken)
    {
        var (urls, goodUntil) = (new Dictionary<string, string>(), DateTimeOffset.MaxValue);
        foreach (var file in submission.Files!.Ids)
        {
            switch (await uploads.EnsureAsync(file, account, submission.Model, cancellationToken))
            {
                case FileUpload.There there:
                    urls[file] = there.Url;
                    goodUntil = there.GoodUntil < goodUntil ? there.GoodUntil : goodUntil;
                    break;
                case FileUpload.NotYet notYet:
                    prepared.IsPartly = true;
                    prepared.Obstacle ??= notYet.Obstacle;
                    return;
                case FileUpload.Never never:
                    prepared.Error = never.Error;
                    return;
            }
        }

        prepared.At[account.Name] = new UploadedFiles(goodUntil, urls, UploadRules.MarkOf(account));
    }

    private async Task SaveAsync(Submission submission, Prepared prepared)
    {
        if (prepared.Error is { } error)
        {
            if (await answers.RefuseAsync(submission, error))
                await answers.TellAsync(submission);
            Log.Refused(logger, submission.Id, error.Code);
            return;
        }

        var (files, now) = (submission.Files!, time.GetUtcNow());
        foreach (var (account, uploaded) in prepared.At)
            files.At[account] = uploaded;
        files.Setbacks = prepared.IsPartly ? files.Setbacks + 1 : 0;
        files.Wanted = null;
        files.IsReady = prepared.At.Count > 0;
        files.Obstacle = files.IsReady ? null : prepared.Obstacle;
        submission.DueAt = files.IsReady ? submission.CreatedAt : now + UploadRules.Wait(files, options.Value.Uploads);
        Checkpoint.Reached("submitter.prepared", submission.Id);
        if (await submissions.ReplaceAsync(submission) && files.IsReady)
            signal.Raise();
    }

    private sealed class Prepared
    {
        public Dictionary<string, UploadedFiles> At { get; } = [];

        /// <summary>At an account that can be used they are not.</summary>
        public bool IsPartly { get; set; }

        public string? Obstacle { get; set; }

        public GenerationError? Error { get; set; }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Generation {GenerationId} is not submitted, and was not paid: {Code}")]
        public static partial void Refused(ILogger logger, string generationId, string code);
    }
}
