using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using Microsoft.Extensions.Options;
using Wan.Hosting;
using Wan.Hosting.Doors;
using Wan.Storage;
using Wan.Storage.Files;

namespace Wan.Intake.Files;

/// <summary>Takes a file in, whichever way it came: within the limits, looked into, and the same bytes of a tenant once.</summary>
internal sealed class FileUploads(
    FileShelf shelf, FileUploadRoom room, FileDiskRoom disk, FileReceiver receiver, FileTypes types, IFileContents contents, FilesMetrics metrics, IOptions<FilesOptions> options, TimeProvider time)
{
    private const string RetryAfterSeconds = "10";

    // What a form takes beside its file.
    private const int FormBytes = 16 * 1024;

    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(15);

    /// <summary>Bounds how long a body may be and take: who sends nothing, or for ever, is cut off. The length is counted while it comes, so that the answer is ours.</summary>
    /// <param name="context">The request.</param>
    /// <param name="beside">Bytes that it may have beside the file and what surrounds that.</param>
    public void Bound(HttpContext context, int beside = 0)
    {
        var most = types.Most + FormBytes + beside;
        if (!RequestBody.IsTooLong(context.Request, most) && context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
            size.MaxRequestBodySize = most;
        if (context.Features.Get<IHttpMinRequestBodyDataRateFeature>() is { } rate)
            rate.MinDataRate = new MinDataRate(options.Value.SlowestUpload, Grace);
    }

    /// <summary>Takes one in.</summary>
    /// <param name="context">The request that brings it.</param>
    /// <param name="tenant">Whose it becomes.</param>
    /// <param name="onlyTenant">Whose key is shown; null if it is no tenant's.</param>
    /// <param name="open">Opens it, once there is room.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <param name="beside">Bytes that the request may have beside the file and what surrounds that.</param>
    /// <returns>The file, and whether it is new; or the problem document.</returns>
    public async Task<(StoredFile? File, bool IsNew, IResult? Problem)> TakeAsync(
        HttpContext context, string tenant, string? onlyTenant, Func<CancellationToken, Task<(IncomingFile? File, IResult? Problem)>> open, CancellationToken cancellationToken,
        int beside = 0)
    {
        using var place = room.Take(onlyTenant);
        if (place is null)
        {
            context.Response.Headers.RetryAfter = RetryAfterSeconds;
            return (null, false, FileProblems.Busy());
        }

        Bound(context, beside);
        using var late = new CancellationTokenSource(options.Value.UploadTimeout, time);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, late.Token);
        try
        {
            var taken = await TakeAsync((context.Request.ContentLength ?? types.Most) - beside, tenant, open, limit.Token);
            metrics.Received(taken.File is null ? null : taken.IsNew);
            return taken;
        }
        catch (OperationCanceledException) when (late.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return (null, false, FileProblems.TooSlow(options.Value.UploadTimeout));
        }
        catch (Exception exception) when (exception is DiskFullException || DiskFullException.Is(exception))
        {
            return (null, false, FileProblems.DiskFull());
        }
    }

    private async Task<(StoredFile? File, bool IsNew, IResult? Problem)> TakeAsync(
        long announced, string tenant, Func<CancellationToken, Task<(IncomingFile? File, IResult? Problem)>> open, CancellationToken cancellationToken)
    {
        if (announced > types.Most + FormBytes)
            return (null, false, FileProblems.TooLarge(types.Most, "A file"));
        using var written = disk.Take(Math.Min(announced, types.Most));
        if (written is null)
            return (null, false, FileProblems.DiskFull());
        var (incoming, problem) = await open(cancellationToken);
        if (incoming is null)
            return (null, false, problem);

        var now = time.GetUtcNow();
        await using var draft = contents.Begin(Guid.CreateVersion7(now).ToString());
        var (facts, sha256, refusal) = await receiver.ReceiveAsync(incoming, draft, written, cancellationToken);
        if (facts is null)
            return (null, false, refusal);
        Checkpoint.Reached("intake.file_received", draft.Id);
        StorageDoors.CountAgain(); // Until here whoever sends was waited for.
        if (await shelf.FindSameAsync(tenant, sha256, cancellationToken) is { } same)
        {
            await RestoreAsync(draft, same, cancellationToken);
            return (same, false, null);
        }

        if (await shelf.CheckAsync(tenant, facts.Bytes, cancellationToken) is { } full)
            return (null, false, FileProblems.Full(full, options.Value));
        await contents.KeepAsync(draft, cancellationToken);
        Checkpoint.Reached("intake.file_kept", draft.Id);
        var until = time.GetUtcNow() + options.Value.KeepFor;
        var (file, isNew, held) = await shelf.AddAsync(
            new StoredFile
            {
                Id = draft.Id,
                CreatedAt = now,
                ExpiresAt = until,
                DueAt = until,
                Tenant = tenant,
                Name = incoming.Name,
                Format = facts.Format.Name,
                Bytes = facts.Bytes,
                Sha256 = sha256,
                Width = facts.Width,
                Height = facts.Height,
                Seconds = facts.Seconds,
                HasAlpha = facts.HasAlpha,
            },
            cancellationToken);
        if (!isNew)
            await DropAsync(draft.Id);
        return file is null ? (null, false, FileProblems.Full(held!, options.Value)) : (file, isNew, null);
    }

    // Of a file whose content is lost, as where a backup was put back, these are the bytes.
    private async Task RestoreAsync(FileDraft draft, StoredFile same, CancellationToken cancellationToken)
    {
        await using (var content = await contents.OpenAsync(same.Id, cancellationToken))
        {
            if (content is not null)
                return;
        }

        draft.Become(same.Id);
        await contents.KeepAsync(draft, cancellationToken);
    }

    private async Task DropAsync(string id)
    {
        try
        {
            await contents.DeleteAsync(id, CancellationToken.None);
        }
        catch (StorageException)
        {
            // The chore deletes it.
        }
    }
}
