using Microsoft.Extensions.Options;
using Wan.Contracts;
using Wan.DashScope.Accounts;
using Wan.DashScope.Files;
using Wan.DashScope.Uploads;
using Wan.Hosting;
using Wan.Media;
using Wan.Storage;
using Wan.Storage.Files;

namespace Wan.Submitter.Uploads;

/// <summary>
/// Sees to it that a file is in the vendor's temporary storage of an account and model. All submissions and replicas share an upload; two that begin at once cost one
/// more upload at worst, which is free.
/// </summary>
internal sealed partial class FileUploads(
    IDocuments<Upload> uploads, IFileContents contents, DashScopeUploads vendor, SubmitterMetrics metrics, IConfiguration configuration, IOptions<SubmitterOptions> options,
    TimeProvider time, ILogger<FileUploads> logger)
{
    private readonly string self = Guid.NewGuid().ToString("N");

    // Alone on its data it knows that whoever else had begun has gone.
    private readonly bool isAlone = configuration.GetValue<bool>("Sweep:AllAtStart");

    /// <summary>Uploads it if need be.</summary>
    /// <param name="file">Its id.</param>
    /// <param name="account">Whose storage.</param>
    /// <param name="model">For which model.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<FileUpload> EnsureAsync(string file, DashScopeAccount account, string model, CancellationToken cancellationToken)
    {
        var (id, ticket, now) = (Upload.IdOf(file, account, model), $"{self}/{Guid.NewGuid():N}", time.GetUtcNow());
        var upload = await uploads.ChangeOrCreateAsync(
            id,
            () => new Upload { Id = id, CreatedAt = now },
            document => UploadRules.TryHold(document, ticket, holder => isAlone && !holder.StartsWith(self, StringComparison.Ordinal), now, options.Value.Uploads),
            cancellationToken);
        if (UploadRules.GoodUntil(upload, now, options.Value.Uploads) is { } goodUntil)
            return new FileUpload.There(upload.Url!, goodUntil);
        if (upload.HeldBy != ticket)
            return new FileUpload.NotYet(null);
        try
        {
            var work = UploadAsync(id, file, account, model, cancellationToken);
            await HoldAsync(id, ticket, work, cancellationToken);
            return await work;
        }
        finally
        {
            await ReleaseAsync(id, ticket);
        }
    }

    private async Task<FileUpload> UploadAsync(string id, string file, DashScopeAccount account, string model, CancellationToken cancellationToken)
    {
        var begunAt = time.GetUtcNow();
        await using var content = await contents.OpenAsync(file, cancellationToken);
        if (content is null)
            return new FileUpload.Never(Gone(file));
        var head = new byte[FileFormat.HeadBytes];
        var format = FileFormat.Of(head.AsSpan(0, await content.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, cancellationToken)));

        // The vendor tells by its end what a URL leads to.
        var outcome = await vendor.UploadAsync(
            account, model, $".{format?.Extension ?? "bin"}", format?.MediaType ?? "application/octet-stream", content, cancellationToken);
        Checkpoint.Reached("submitter.uploaded", file);
        metrics.Uploaded(account.Name, model, outcome);
        switch (outcome)
        {
            case UploadOutcome.Uploaded uploaded:
                Log.Uploaded(logger, file, content.Length, account.Name, model);
                await uploads.ChangeAsync(id, document =>
                {
                    UploadRules.Done(document, uploaded.Url, begunAt);
                    return true;
                }, cancellationToken);
                return new FileUpload.There(uploaded.Url, begunAt + options.Value.Uploads.GoodFor);
            case UploadOutcome.TooLarge tooLarge:
                return new FileUpload.Never(TooLarge(file, content.Length, tooLarge.Megabytes, model));
            case UploadOutcome.Failed failed:
                Log.NotUploaded(logger, file, account.Name, model, failed.Error.Code, failed.Error.Message);
                return new FileUpload.NotYet($"the files can't be uploaded to account {account.Name} yet ({failed.Error.Code}): {failed.Error.Message}");
            default:
                throw new InvalidOperationException($"{outcome.GetType().Name} is no outcome of an upload.");
        }
    }

    // However long it takes, nobody else begins with it while this process is alive.
    private async Task HoldAsync(string id, string ticket, Task work, CancellationToken cancellationToken)
    {
        while (await Task.WhenAny(work, Task.Delay(options.Value.Uploads.Lease / 3, time, cancellationToken)) != work && !cancellationToken.IsCancellationRequested)
        {
            try
            {
                await uploads.ChangeAsync(id, document => UploadRules.Renew(document, ticket, time.GetUtcNow(), options.Value.Uploads), cancellationToken);
            }
            catch (Exception exception) when (exception is StorageException or OperationCanceledException)
            {
                // It is tried again; and where the right has run out meanwhile, another one uploads it too, which costs nothing.
            }
        }
    }

    // Whatever becomes of it: the next one need not wait for the end of the lease.
    private async Task ReleaseAsync(string id, string ticket)
    {
        try
        {
            await uploads.ChangeAsync(id, document => UploadRules.Release(document, ticket), CancellationToken.None);
        }
        catch (StorageException)
        {
            // It ends by itself.
        }
    }

    private static GenerationError Gone(string file) => new()
    {
        Code = "file_gone",
        Message = $"It can't be submitted: {FileReference.To(file)} is no longer kept, since it was deleted or its time was over. Upload it again with POST /v1/files, and ask for a new generation.",
    };

    private static GenerationError TooLarge(string file, long bytes, decimal megabytes, string model) => new()
    {
        Code = "file_refused",
        Message = $"It can't be submitted: {FileReference.To(file)} has {bytes} bytes, and the vendor takes {megabytes} MB at most for {model}. Ask for a new generation with a smaller file.",
    };

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "File {FileId} ({Bytes} bytes) was uploaded to account {Account} for {Model}")]
        public static partial void Uploaded(ILogger logger, string fileId, long bytes, string account, string model);

        [LoggerMessage(2, LogLevel.Warning, "File {FileId} could not be uploaded to account {Account} for {Model}, and is tried again: {Code}: {Reason}")]
        public static partial void NotUploaded(ILogger logger, string fileId, string account, string model, string code, string reason);
    }
}

/// <summary>What came of uploading a file.</summary>
internal abstract record FileUpload
{
    /// <summary>It is there.</summary>
    public sealed record There(string Url, DateTimeOffset GoodUntil) : FileUpload;

    /// <summary>It may be there later: why it is not, for people; null if somebody else uploads it.</summary>
    public sealed record NotYet(string? Obstacle) : FileUpload;

    /// <summary>It will never be: whatever refers to it is refused.</summary>
    public sealed record Never(GenerationError Error) : FileUpload;
}
