using System.Security.Cryptography;
using System.Text;
using Wan.Storage;
using Wan.Storage.Bodies;

namespace Wan.Archiver;

/// <summary>The requests that records tell of. One that is missing leaves a record without it, which says so: a video is worth more than its record.</summary>
internal sealed partial class ArchivedRequests(IRequestBodies bodies, ILogger<ArchivedRequests> logger)
{
    /// <summary>The request of an archive.</summary>
    public async Task<ArchivedRequest> FindAsync(Archive archive, CancellationToken cancellationToken)
    {
        if (archive.Request is { } older)
            return new ArchivedRequest(RawJson.Of(Encoding.UTF8.GetBytes(older)), null);
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
        LogMissing(logger, archive.Id, reason);
        return new ArchivedRequest(null, reason);
    }

    [LoggerMessage(LogLevel.Warning, "The record of {GenerationId} is written without its request. {Reason}")]
    private static partial void LogMissing(ILogger logger, string generationId, string reason);
}

/// <summary>A request for a record.</summary>
/// <param name="Request">The request; null if it is missing.</param>
/// <param name="Missing">Why it is; a sentence.</param>
internal sealed record ArchivedRequest(RawJson? Request, string? Missing);
