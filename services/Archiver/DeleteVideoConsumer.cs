using MassTransit;
using Wan.Contracts;
using Wan.Storage;

namespace Wan.Archiver;

/// <summary>Marks a video to be deleted, as retention does, or says again what became of it. One that is on hold stays; one that is being fetched anew is marked once that has ended.</summary>
internal sealed partial class DeleteVideoConsumer(IDocuments<Archive> archives, TimeProvider time, ILogger<DeleteVideoConsumer> logger) : IConsumer<DeleteVideo>
{
    public async Task Consume(ConsumeContext<DeleteVideo> context)
    {
        var message = context.Message;
        var archive = await archives.ChangeAsync(message.GenerationId, archive => ArchiveRules.Delete(archive, message.Reason, time.GetUtcNow()), context.CancellationToken);
        if (archive is null)
            Log.NoArchive(logger, message.GenerationId);
        else if (ArchiveMessages.OfDeletion(archive) is { } answer)
            await context.Publish(answer, answer.GetType());
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "The video of {GenerationId} is to be deleted, and there is no archive of it.")]
        public static partial void NoArchive(ILogger logger, string generationId);
    }
}
