using Microsoft.Extensions.Options;
using Wan.Storage;
using Wan.Storage.Files;

namespace Wan.Intake.Files;

/// <summary>The files of all tenants: puts them there, finds them, keeps them while they are used, and takes them away.</summary>
internal sealed class FileShelf(IDocuments<StoredFile> files, IFileContents contents, IOptions<FilesOptions> options, TimeProvider time) : IDisposable
{
    private const int PageSize = 1000;

    // Of one process: two at once could both be the last that fits. Over several processes there may be a few too many for a while.
    private readonly SemaphoreSlim oneAtATime = new(1, 1);

    /// <summary>Whether a tenant may have one more file, of at least so many bytes.</summary>
    /// <returns>What it has, where not; else null.</returns>
    public async Task<FilesHeld?> CheckAsync(string tenant, long bytes, CancellationToken cancellationToken)
    {
        var (count, sum, cursor) = (0, 0L, (string?)null);
        do
        {
            var page = await files.PageAsync(new PageQuery { Limit = PageSize, Tenant = tenant, Cursor = cursor }, cancellationToken);
            count += page.Items.Count;
            sum += page.Items.Sum(file => file.Bytes);
            cursor = page.Next;
        }
        while (cursor is not null && count < options.Value.MaxFiles);

        return count + 1 > options.Value.MaxFiles || sum + bytes > options.Value.MaxBytes ? new FilesHeld(count, sum) : null;
    }

    /// <summary>Puts one there whose content is kept already, or finds the one with the same bytes.</summary>
    /// <returns>The file, and whether it is new; or what the tenant has, if it may not have this too.</returns>
    public async Task<(StoredFile? File, bool IsNew, FilesHeld? Full)> AddAsync(StoredFile file, CancellationToken cancellationToken)
    {
        await oneAtATime.WaitAsync(cancellationToken);
        try
        {
            while (true)
            {
                if (await FindSameAsync(file.Tenant, file.Sha256, cancellationToken) is { } same)
                    return (same, false, null);
                if (await CheckAsync(file.Tenant, file.Bytes, cancellationToken) is { } full)
                    return (null, false, full);
                if (await files.InsertAsync(file, cancellationToken))
                    return (file, true, null);
            }
        }
        finally
        {
            oneAtATime.Release();
        }
    }

    /// <summary>The one with this id that these may see; null if there is none, or its time is over.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="onlyTenant">Whose they may see; null for all.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    public async Task<StoredFile?> FindAsync(string id, string? onlyTenant, CancellationToken cancellationToken) =>
        await files.FindAsync(id, cancellationToken) is { } file && file.ExpiresAt > time.GetUtcNow() && (onlyTenant is null || file.Tenant == onlyTenant) ? file : null;

    /// <summary>A page of them, the newest first.</summary>
    /// <exception cref="ArgumentException">The cursor is none.</exception>
    public Task<DocumentPage<StoredFile>> PageAsync(PageQuery query, CancellationToken cancellationToken) => files.PageAsync(query, cancellationToken);

    /// <summary>Requests refer to them: they are kept for as long as new ones.</summary>
    public async Task UseAsync(IEnumerable<string> ids, CancellationToken cancellationToken)
    {
        foreach (var id in ids)
            await files.ChangeAsync(id, file => file.Use(time.GetUtcNow(), options.Value.KeepFor), cancellationToken);
    }

    /// <summary>Takes one away. The document first: from then on nobody finds it, and a content that is left is deleted as an orphan.</summary>
    /// <returns>False, and it stays, if somebody has used it since it was read.</returns>
    public async Task<bool> DeleteAsync(StoredFile file, CancellationToken cancellationToken)
    {
        if (!await files.DeleteAsync(file, cancellationToken))
            return false;
        Hosting.Checkpoint.Reached("intake.file_forgotten", file.Id);
        await contents.DeleteAsync(file.Id, cancellationToken);
        return true;
    }

    /// <summary>The one with the same bytes, which is kept for as long as a new one.</summary>
    /// <param name="tenant">Whose.</param>
    /// <param name="sha256">Of its bytes.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    public async Task<StoredFile?> FindSameAsync(string tenant, string sha256, CancellationToken cancellationToken) =>
        await files.FindByUniqueKeyAsync(StoredFile.KeyOf(tenant, sha256), cancellationToken) is { } same
            ? await files.ChangeAsync(same, file => file.Use(time.GetUtcNow(), options.Value.KeepFor), cancellationToken)
            : null;

    public void Dispose() => oneAtATime.Dispose();
}

/// <summary>What a tenant has.</summary>
/// <param name="Count">How many files.</param>
/// <param name="Bytes">How long they are together.</param>
internal sealed record FilesHeld(int Count, long Bytes);
