using Wan.Storage;

namespace Wan.Archiver;

/// <summary>
/// Holds the claim on an archive while it is worked on, by pushing its due time on before it is over. If another process has taken
/// it meanwhile, the work is cancelled.
/// </summary>
internal sealed class ArchiveLease : IAsyncDisposable
{
    private readonly IDocuments<Archive> archives;
    private readonly TimeSpan length;
    private readonly TimeProvider time;
    private readonly CancellationTokenSource work;
    private readonly CancellationTokenSource keeping;
    private readonly Task keeper;
    private Archive archive;

    public ArchiveLease(IDocuments<Archive> archives, Archive archive, TimeSpan length, TimeProvider time, CancellationToken cancellationToken)
    {
        this.archives = archives;
        this.archive = archive;
        this.length = length;
        this.time = time;
        work = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        keeping = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        keeper = KeepAsync();
    }

    /// <summary>Cancelled when the claim is lost.</summary>
    public CancellationToken Token => work.Token;

    /// <summary>Whether the claim still holds.</summary>
    public async Task<bool> IsOursAsync()
    {
        if (archive.DueAt > time.GetUtcNow())
            return true;
        return await archives.FindAsync(archive.Id, Token) is { } now && now.Version == archive.Version;
    }

    /// <summary>Stops holding it.</summary>
    /// <returns>The document as it was last written by this claim.</returns>
    public async Task<Archive> EndAsync()
    {
        await keeping.CancelAsync();
        await keeper;
        return archive;
    }

    public async ValueTask DisposeAsync()
    {
        await EndAsync();
        work.Dispose();
        keeping.Dispose();
    }

    private async Task KeepAsync()
    {
        while (true)
        {
            await Task.Delay(length / 3, time, keeping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (keeping.IsCancellationRequested)
                return;
            if (!await ExtendAsync())
            {
                await work.CancelAsync();
                return;
            }
        }
    }

    private async Task<bool> ExtendAsync()
    {
        var until = archive.DueAt;
        var next = time.GetUtcNow() + length;
        archive.DueAt = next;
        if (await archives.ReplaceAsync(archive, CancellationToken.None))
            return true;

        // While the claim held nobody else could take it, so that the other writer has only brought a fresh URL.
        if (time.GetUtcNow() >= until || await archives.FindAsync(archive.Id, CancellationToken.None) is not { State: ArchiveState.Waiting } found)
            return false;
        found.DueAt = next;
        archive = found;
        return await archives.ReplaceAsync(found, CancellationToken.None);
    }
}
