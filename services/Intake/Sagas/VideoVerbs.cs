using MassTransit;
using Microsoft.Extensions.Options;
using Wan.Contracts;

namespace Wan.Intake.Sagas;

/// <summary>What the saga does about the video: has it archived, and notes what Archiver tells of it.</summary>
internal sealed class VideoVerbs(GenerationSteps steps, TimeProvider time, IOptions<IntakeOptions> options)
{
    public Task Archive(BehaviorContext<Generation, GenerationRendered> context)
    {
        steps.Drive(context, "rendered", VendorDetail.Of(context.Message));
        steps.Settle(context);
        return context.Publish(context.Saga.ToArchiveVideo());
    }

    public Task ArchiveAgain(BehaviorContext<Generation> context) => context.Publish(steps.Drive(context).ToArchiveVideo());

    /// <summary>The archiving had failed, or the video was lost, and is tried again with a fresh result URL.</summary>
    public Task ArchiveLate(BehaviorContext<Generation, GenerationRendered> context)
    {
        steps.Settle(context);
        return context.Publish(context.Saga.ToArchiveVideo());
    }

    public async Task Complete(BehaviorContext<Generation, VideoArchived> context)
    {
        Keep(context);
        var saga = context.Saga;
        saga.Error = null;
        steps.End(context, "completed");
        await TellCompleted(context);
        if (saga.VideoDeletionAsked is null)
            return;

        // Somebody wanted it no more while it could not be stopped.
        saga.DueAt = time.GetUtcNow() + options.Value.StartWithin;
        await context.Publish(saga.ToDeleteVideo());
    }

    public Task NoteNoFreshUrl(BehaviorContext<Generation, RenderingFailed> context)
    {
        context.Saga.Note(time.GetUtcNow(), "no_fresh_url", context.Message.Error.Message);
        return Task.CompletedTask;
    }

    public Task FailAsNotArchived(BehaviorContext<Generation, ArchivingFailed> context) => steps.Fail(context, context.Message.Error);

    /// <summary>The answer may have been lost, or a video that was lost was replaced.</summary>
    public Task TellCompletedAgain(BehaviorContext<Generation, VideoArchived> context)
    {
        Keep(context);
        return TellCompleted(context);
    }

    /// <summary>The video is no longer kept. Told twice it changes nothing, and neither does what is told late of one that another has taken the place of.</summary>
    public Task NoteDeleted(BehaviorContext<Generation, VideoDeleted> context)
    {
        var (saga, message) = (context.Saga, context.Message);
        if (message.Video.ArchivedAt < saga.Video?.ArchivedAt || message.Video.ArchivedAt <= saga.VideoDeletion?.ArchivedAt)
            return Task.CompletedTask;
        DropAsked(saga);
        saga.VideoDeletion = new VideoDeletion { At = message.DeletedAt, Reason = message.Reason, ArchivedAt = message.Video.ArchivedAt };
        saga.Note(time.GetUtcNow(), "video_deleted", message.Reason);
        return Task.CompletedTask;
    }

    /// <summary>Somebody has asked to delete the video, and Archiver has not told that it is gone.</summary>
    public Task DeleteAgain(BehaviorContext<Generation> context) => context.Publish(steps.Drive(context).ToDeleteVideo());

    /// <summary>Somebody has asked to delete all of it, and Archiver has not told that it has nothing any more.</summary>
    public Task EraseAgain(BehaviorContext<Generation> context) => context.Publish(steps.Drive(context).ToErase());

    /// <summary>Archiver has nothing of it any more: what Intake has is deleted next.</summary>
    public Task NoteErased(BehaviorContext<Generation, GenerationErased> context)
    {
        var saga = context.Saga;
        if (saga.IsErased)
            return Task.CompletedTask;
        (saga.IsErased, saga.VideoDeletionAsked, saga.DueAt) = (true, null, null);
        saga.Note(time.GetUtcNow(), "erased");
        return Task.CompletedTask;
    }

    /// <summary>The hold was set or lifted; what is told late, or twice, changes nothing, unless it is the answer to a wish to delete the video.</summary>
    public Task NoteHold(BehaviorContext<Generation, VideoHoldChanged> context)
    {
        var (saga, message) = (context.Saga, context.Message);
        if (message.Hold && !(message.At < saga.VideoHoldChangedAt) && saga.VideoDeletionAsked is not null)
        {
            DropAsked(saga);
            saga.Note(time.GetUtcNow(), "video_deletion_refused", "The video is on hold.");
        }

        if (message.Hold && !(message.At < saga.VideoHoldChangedAt) && saga is { ErasureAsked: not null, IsErased: false })
        {
            saga.ErasureAsked = null;
            if (saga.HasEnded && saga.VideoDeletionAsked is null)
                saga.DueAt = null;
            saga.Note(time.GetUtcNow(), "erasure_refused", "The video is on hold.");
        }

        if (message.At <= saga.VideoHoldChangedAt)
            return Task.CompletedTask;
        (saga.VideoHold, saga.VideoHoldChangedAt, saga.UpdatedAt) = (message.Hold, message.At, time.GetUtcNow());
        return Task.CompletedTask;
    }

    private static void DropAsked(Generation saga)
    {
        if (saga is { VideoDeletionAsked: not null, HasEnded: true } and not { ErasureAsked: not null, IsErased: false })
            saga.DueAt = null;
        saga.VideoDeletionAsked = null;
    }

    private static void Keep(BehaviorContext<Generation, VideoArchived> context)
    {
        var saga = context.Saga;
        saga.Video = context.Message.Video;
        if (saga.Video.ArchivedAt > saga.VideoDeletion?.ArchivedAt)
            saga.VideoDeletion = null;
    }

    private Task TellCompleted(BehaviorContext<Generation> context) => context.Publish(context.Saga.ToCompleted(options.Value.PublicUrl));
}
