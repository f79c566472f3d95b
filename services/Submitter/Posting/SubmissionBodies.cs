using System.Security.Cryptography;
using Microsoft.Extensions.Options;
using Wan.Contracts;
using Wan.DashScope.Accounts;
using Wan.DashScope.Files;
using Wan.Hosting;
using Wan.Storage;
using Wan.Storage.Bodies;
using Wan.Submitter.Uploads;

namespace Wan.Submitter.Posting;

/// <summary>Reads what is POSTed, right before that. What can't be read, or is not what was accepted, is never POSTed.</summary>
internal sealed partial class SubmissionBodies(
    IRequestBodies bodies, KnownUploads uploads, IOptions<SubmitterOptions> options, TimeProvider time, ILogger<SubmissionBodies> logger)
{
    private static readonly GenerationError Gone = new()
    {
        Code = "request_gone",
        Message = "It can't be submitted: its request is no longer kept. Ask for a new generation.",
    };

    private static readonly GenerationError Damaged = new()
    {
        Code = "request_damaged",
        Message = "It can't be submitted: its request was changed in the store since it was accepted. Ask for a new generation.",
    };

    private readonly ByteBudget budget = new(options.Value.MaxBytesInFlight);

    /// <summary>Waits until there is room for it in memory.</summary>
    public Task<IDisposable> TakeRoomAsync(Submission submission) => budget.TakeAsync(submission.Length, Timeout.InfiniteTimeSpan, time);

    /// <summary>The body as this account gets it, with its files where they were uploaded to, or why the submission is to be refused; neither if it is to be tried later, or its files have to be uploaded again, as it says then.</summary>
    public async Task<(ReadOnlyMemory<byte> Body, GenerationError? Refusal)> ReadAsync(Submission submission, DashScopeAccount account)
    {
        if (submission.Body is { } older)
            return (System.Text.Encoding.UTF8.GetBytes(older), null);
        try
        {
            var body = await bodies.FindAsync(submission.Id);
            if (body is not null)
                return Convert.ToHexStringLower(SHA256.HashData(body)) == submission.RequestHash ? (await WithUploadsAsync(submission, body, account), null) : (default, Damaged);

            // Whoever sent it stored its body first; the two may come from stores that were put back from backups of different times.
            Log.Missing(logger, submission.Id);
            return (default, time.GetUtcNow() - submission.CreatedAt >= options.Value.RequestPatience ? Gone : null);
        }
        catch (StorageException exception)
        {
            Log.NotRead(logger, submission.Id, exception.Message);
            return default;
        }
    }

    // Nothing where they are too old by now, or others than are known now.
    private async Task<ReadOnlyMemory<byte>> WithUploadsAsync(Submission submission, byte[] body, DashScopeAccount account)
    {
        if (submission.Files is null)
            return body;
        var now = time.GetUtcNow();
        if (submission.MayRunOn(account, now) && await uploads.AreAsPreparedAsync(submission, account))
            return FileReferences.Replace(body, submission.Files.At[account.Name].Urls);
        submission.PrepareAgain(account.Name, now);
        return default;
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "The request of generation {GenerationId} is not in the store of request bodies.")]
        public static partial void Missing(ILogger logger, string generationId);

        [LoggerMessage(2, LogLevel.Warning, "The request of generation {GenerationId} can't be read yet, so that it goes back to the line: {Reason}")]
        public static partial void NotRead(ILogger logger, string generationId, string reason);
    }
}
