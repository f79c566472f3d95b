using System.Security.Cryptography;
using System.Text;
using Wan.Hosting;
using Wan.Storage;
using Wan.Storage.Bodies;

namespace Wan.Archiver;

/// <summary>The requests that records tell of. One that is missing leaves a record without it, which says so: a video is worth more than its record.</summary>
internal sealed partial class ArchivedRequests(IRequestBodies bodies, TimeProvider time, ILogger<ArchivedRequests> logger)
{
    // Of small records there are as many as there are downloads.
    private readonly ByteBudget budget = new(8 * 1024 * 1024);

    /// <summary>The request of an archive, which waits while others are large. To be disposed once the record is where it belongs.</summary>
    public async Task<ArchivedRequest> FindAsync(Archive archive, CancellationToken cancellationToken)
    {
        if (archive.Request is { } older)
            return new ArchivedRequest(RawJson.Of(Encoding.UTF8.GetBytes(older)), null);
        var room = await budget.TakeAsync(archive.RequestBytes ?? 0, Timeout.InfiniteTimeSpan, time, cancellationToken);
        return await ReadAsync(archive, cancellationToken) with { Room = room };
    }

    private async Task<ArchivedRequest> ReadAsync(Archive archive, CancellationToken cancellationToken)
    {
        try
        {
            if (await bodies.FindAsync(archive.Id, cancellationToken) is not { } body)
                return Missing(archive, "It was no longer kept when this was written.");
            return archive.RequestHash is { } hash && Convert.ToHexStringLower(SHA256.HashData(body)) != hash
                ? Missing(archive, "It had changed in the store since it was accepted.")
                : new ArchivedRequest(new RawJson(body), null);
        }
        catch (StorageException exception)
        {
            return Missing(archive, $"It could not be read when this was written. {exception.Message}");
        }
    }

    private ArchivedRequest Missing(Archive archive, string reason)
    {
        Log.Missing(logger, archive.Id, reason);
        return new ArchivedRequest(null, reason);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "The record of {GenerationId} is written without its request. {Reason}")]
        public static partial void Missing(ILogger logger, string generationId, string reason);
    }
}

/// <summary>A request for a record.</summary>
/// <param name="Request">The request; null if it is missing.</param>
/// <param name="Missing">Why it is; a sentence.</param>
internal sealed record ArchivedRequest(RawJson? Request, string? Missing) : IDisposable
{
    /// <summary>What it takes of the memory for large ones.</summary>
    public IDisposable? Room { get; init; }

    public void Dispose() => Room?.Dispose();
}
