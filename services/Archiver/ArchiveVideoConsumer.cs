using MassTransit;
using Wan.Archiver.Quarantine;
using Wan.Contracts;
using Wan.Hosting;
using Wan.Hosting.Tracing;
using Wan.Storage;

namespace Wan.Archiver;

/// <summary>Notes that a video is to be archived, or says again what came of it.</summary>
internal sealed class ArchiveVideoConsumer(IDocuments<Archive> archives, ArchiveSignal signal, TimeProvider time) : IConsumer<ArchiveVideo>
{
    public async Task Consume(ConsumeContext<ArchiveVideo> context)
    {
        var message = context.Message;
        if (!Guid.TryParseExact(message.GenerationId, "D", out _))
            throw new ArgumentException("generation_id must be a UUID: the video's name is made of it.");

        var archive = await archives.ChangeOrCreateAsync(
            message.GenerationId, () => Begin(message), archive => Note(message, archive), context.CancellationToken);
        signal.Raise();
        if (ArchiveMessages.Of(archive) is { } answer)
            await context.Publish(answer, answer.GetType());
    }

    private bool Note(ArchiveVideo message, Archive archive)
    {
        if (archive.Version == 0)
            return true; // As it was begun.
        if (!IsWanted(message, archive))
            return false;
        var now = time.GetUtcNow();
        if (archive.State is ArchiveState.Failed)
            ArchiveRules.Begin(archive, now);
        ArchiveRules.TakeFreshUrl(archive, message, now);
        return true;
    }

    private Archive Begin(ArchiveVideo message) => new()
    {
        Id = message.GenerationId,
        CreatedAt = time.GetUtcNow(),
        DueAt = time.GetUtcNow(),
        Tenant = message.Tenant,
        Account = message.Account,
        Model = message.Model,
        TaskId = message.TaskId,
        SealedVideoUrl = message.SealedVideoUrl,
        UrlExpiresAt = message.UrlExpiresAt,
        Expected = message.Expected,
        Usage = message.Usage,
        Request = message.Request,
        RequestHash = message.RequestHash,
        RequestBytes = message.RequestBytes,
        TraceParent = WanTrace.Origin?.Parent,
        TraceState = WanTrace.Origin?.State,
    };

    // A URL that comes late is as good as any, unless it only leads to what is in quarantine already.
    private bool IsWanted(ArchiveVideo message, Archive archive) => archive.State switch
    {
        ArchiveState.Waiting => IsFresher(message, archive),
        ArchiveState.Failed => IsFresher(message, archive) && message.UrlExpiresAt > time.GetUtcNow() && archive.Suspect is not { CameTwice: true },
        _ => false,
    };

    // The saga sends the seal it has, again and again; what Poller has sealed anew is another text.
    private static bool IsFresher(ArchiveVideo message, Archive archive) =>
        message.SealedVideoUrl != archive.SealedVideoUrl && (archive.UrlIsDead || message.UrlExpiresAt > archive.UrlExpiresAt);
}
