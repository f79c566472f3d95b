using MassTransit;
using Wan.Contracts;
using Wan.Storage;

namespace Wan.Archiver;

/// <summary>Marks all that is kept of a generation to be deleted, or says that there is nothing. What is on hold stays; what is being fetched is marked once that has ended.</summary>
internal sealed class EraseGenerationConsumer(IDocuments<Archive> archives, TimeProvider time) : IConsumer<EraseGeneration>
{
    public async Task Consume(ConsumeContext<EraseGeneration> context)
    {
        var message = context.Message;
        var archive = await archives.ChangeAsync(message.GenerationId, archive => ArchiveRules.Erase(archive, message.Reason, time.GetUtcNow()), context.CancellationToken);
        if (archive is null)
            await context.Publish(new GenerationErased { GenerationId = message.GenerationId });
        else if (archive is { Hold: true, State: not ArchiveState.Deleting })
            await context.Publish(ArchiveMessages.OfDeletion(archive)!, typeof(VideoHoldChanged));
    }
}
