using System.Text.Json;
using Wan.Storage;

namespace Wan.Archiver.Transfers;

/// <summary>Takes what is known of a video (its proof, and where its file is) out of a store, and puts it into another. The files stay where they are.</summary>
public sealed class ArchiveTransfer
{
    private readonly IDocuments<Archive> archives;

    private ArchiveTransfer(IDocuments<Archive> archives) => this.archives = archives;

    /// <summary>Adds it, where <see cref="StorageServiceCollectionExtensions.AddStorage"/> is added.</summary>
    public static void Add(IServiceCollection services)
    {
        services.AddArchives();
        services.AddSingleton(provider => new ArchiveTransfer(provider.GetRequiredService<IDocuments<Archive>>()));
    }

    /// <summary>That of a generation, in UTF-8; null if there is none.</summary>
    public async Task<byte[]?> FindAsync(string generationId, CancellationToken cancellationToken) =>
        await archives.FindAsync(generationId, cancellationToken) is { } archive ? JsonSerializer.SerializeToUtf8Bytes(archive, ArchiverJson.Default.Archive) : null;

    /// <summary>Puts one in; one that is there already is as it was. What was still to be done is done.</summary>
    /// <exception cref="JsonException">It is none, or of another generation.</exception>
    public async Task PutAsync(string generationId, JsonElement json, CancellationToken cancellationToken)
    {
        var archive = json.Deserialize(ArchiverJson.Default.Archive) ?? throw new JsonException("It is null.");
        if (archive.Id != generationId)
            throw new JsonException($"The archive is of another generation, {archive.Id}.");
        archive.Version = 0;
        archive.DueAt = archive.Group is null ? null : archive.CreatedAt;
        await archives.InsertAsync(archive, cancellationToken);
    }
}
