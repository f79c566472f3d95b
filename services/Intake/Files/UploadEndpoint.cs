using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using Microsoft.Extensions.Options;
using Wan.DashScope.Requests;
using Wan.Hosting;
using Wan.Hosting.Doors.Access;
using Wan.Intake.Doors;
using Wan.Storage;
using Wan.Storage.Files;

namespace Wan.Intake.Files;

/// <summary><c>POST /v1/files</c>: 201 with the file, 200 if the tenant has the same bytes already, or a problem document.</summary>
internal static class UploadEndpoint
{
    private const string RetryAfterSeconds = "10";

    // What a form takes beside its file.
    private const int FormBytes = 16 * 1024;

    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(15);

    public static async Task<IResult> HandleAsync(
        HttpContext context, FileShelf shelf, FileUploadRoom room, FileDiskRoom disk, FileReceiver receiver, FileTypes types, IFileContents contents, FilesMetrics metrics, IOptions<FilesOptions> options,
        TimeProvider time, CancellationToken cancellationToken, string? name = null, string? tenant = null)
    {
        var requester = context.Requester();
        if (tenant is not null && !requester.Sees(tenant))
            return Problems.OtherTenant(requester.OnlyTenant!);
        if (tenant is not null && !TenantName.IsOne(tenant))
            return Problems.BadRequest(Problems.Error("query.tenant", "/tenant", $"A tenant's name is {TenantName.Rule}"));
        using var place = room.Take(requester.OnlyTenant);
        if (place is null)
        {
            context.Response.Headers.RetryAfter = RetryAfterSeconds;
            return FileProblems.Busy();
        }

        Bound(context, types.Most, options.Value);
        using var late = new CancellationTokenSource(options.Value.UploadTimeout, time);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, late.Token);
        try
        {
            var answer = await TakeAsync(
                context, shelf, disk, receiver, types, contents, options.Value, tenant ?? requester.Tenant ?? Acceptance.DefaultTenant, name, time, limit.Token);
            metrics.Received(answer);
            return answer;
        }
        catch (OperationCanceledException) when (late.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return FileProblems.TooSlow(options.Value.UploadTimeout);
        }
        catch (Exception exception) when (exception is DiskFullException || DiskFullException.Is(exception))
        {
            return FileProblems.DiskFull();
        }
    }

    private static async Task<IResult> TakeAsync(
        HttpContext context, FileShelf shelf, FileDiskRoom disk, FileReceiver receiver, FileTypes types, IFileContents contents, FilesOptions options, string tenant, string? name, TimeProvider time,
        CancellationToken cancellationToken)
    {
        var announced = context.Request.ContentLength ?? types.Most;
        if (announced > types.Most + FormBytes)
            return FileProblems.TooLarge(types.Most, "A file");
        using var written = disk.Take(Math.Min(announced, types.Most));
        if (written is null)
            return FileProblems.DiskFull();
        var (incoming, problem) = await IncomingFile.OpenAsync(context.Request, name, cancellationToken);
        if (incoming is null)
            return problem!;

        var now = time.GetUtcNow();
        await using var draft = contents.Begin(Guid.CreateVersion7(now).ToString());
        var (facts, sha256, refusal) = await receiver.ReceiveAsync(incoming, draft, written, cancellationToken);
        if (facts is null)
            return refusal!;
        Checkpoint.Reached("intake.file_received", draft.Id);
        StorageDoors.CountAgain(); // Until here whoever sends was waited for.
        if (await shelf.FindSameAsync(tenant, sha256, cancellationToken) is { } same)
        {
            await RestoreAsync(contents, draft, same, cancellationToken);
            return Kept(context, same, StatusCodes.Status200OK);
        }

        if (await shelf.CheckAsync(tenant, facts.Bytes, cancellationToken) is { } full)
            return FileProblems.Full(full, options);
        await contents.KeepAsync(draft, cancellationToken);
        Checkpoint.Reached("intake.file_kept", draft.Id);
        var (file, isNew, held) = await shelf.AddAsync(
            new StoredFile
            {
                Id = draft.Id,
                CreatedAt = now,
                ExpiresAt = time.GetUtcNow() + options.KeepFor,
                DueAt = time.GetUtcNow() + options.KeepFor,
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
            await DropAsync(contents, draft.Id);
        if (file is null)
            return FileProblems.Full(held!, options);
        return Kept(context, file, isNew ? StatusCodes.Status201Created : StatusCodes.Status200OK);
    }

    private static IResult Kept(HttpContext context, StoredFile file, int status)
    {
        context.Response.Headers.Location = $"/v1/files/{file.Id}";
        return Results.Json(FileView.Of(file), IntakeJson.Default.FileView, statusCode: status);
    }

    // Of a file whose content is lost, as where a backup was put back, these are the bytes.
    private static async Task RestoreAsync(IFileContents contents, FileDraft draft, StoredFile same, CancellationToken cancellationToken)
    {
        await using (var content = await contents.OpenAsync(same.Id, cancellationToken))
        {
            if (content is not null)
                return;
        }

        draft.Become(same.Id);
        await contents.KeepAsync(draft, cancellationToken);
    }

    // Who sends nothing, or for ever, is cut off; the length is counted here, so that the answer is ours.
    private static void Bound(HttpContext context, long most, FilesOptions options)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
            size.MaxRequestBodySize = most + FormBytes;
        if (context.Features.Get<IHttpMinRequestBodyDataRateFeature>() is { } rate)
            rate.MinDataRate = new MinDataRate(options.SlowestUpload, Grace);
    }

    private static async Task DropAsync(IFileContents contents, string id)
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
