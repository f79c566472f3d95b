using MassTransit;
using Microsoft.Extensions.Options;
using Wan.Contracts;

namespace Wan.Intake.Sagas;

/// <summary>
/// What the saga does on its way until there is a video, which is for <see cref="VideoVerbs"/>: changes its own document and sends messages, nothing else.
/// </summary>
internal sealed class GenerationVerbs(GenerationSteps steps, TimeProvider time, IOptions<IntakeOptions> options)
{
    private const string CancelledIfPending = "Its task is cancelled at the vendor, unless it runs already.";

    public async Task Submit(BehaviorContext<Generation> context)
    {
        var isUncertain = context.Saga.CurrentState == nameof(GenerationStateMachine.Uncertain); // It is asked about, not submitted.
        var isUnwanted = steps.IsUnwanted(context.Saga, isUncertain ? "It is not submitted again." : "It is taken out of the line.");
        var saga = steps.Drive(context, isUncertain || context.Saga.StartMissed ? null : "submitting");
        if (!isUnwanted && !isUncertain)
            saga.DueAt = StartByRules.NextLook(saga, time.GetUtcNow() + options.Value.DriveLineAgainAfter); // LineCheck sees to it meanwhile, in bulk.
        await context.Publish(saga.ToSubmitGeneration());
        if (isUnwanted)
            await context.Publish(saga.ToWithdrawSubmission());
    }

    /// <summary>Whether there is no use in submitting it any more: it was to begin earlier.</summary>
    public bool HasMissedStart(BehaviorContext<Generation> context) => steps.HasMissedStart(context.Saga);

    /// <summary>Nobody was told of it yet.</summary>
    public Task CancelBeforeLine(BehaviorContext<Generation> context) => CancelNotStarted(context, "It had not come into the line yet.");

    public Task Withdraw(BehaviorContext<Generation, CancelGeneration> context)
    {
        return context.Publish(RequestCancel(context).ToWithdrawSubmission());
    }

    public Task NoteUncertain(BehaviorContext<Generation, SubmissionUncertain> context)
    {
        var saga = steps.Drive(context, context.Message.NeedsOperator is true ? "on_hold" : "uncertain", context.Message.Error.Message);
        saga.Account = context.Message.Account;
        saga.Error = context.Message.Error;
        saga.OnHold = context.Message.NeedsOperator is true;
        saga.Candidates = context.Message.Candidates;
        return Task.CompletedTask;
    }

    public Task NoteRequeued(BehaviorContext<Generation> context)
    {
        steps.Drive(context, "requeued", "The uncertain POST made no task; it waits for its turn again.");
        context.Saga.Error = null;
        context.Saga.Candidates = null;
        return Task.CompletedTask;
    }

    public async Task Track(BehaviorContext<Generation, GenerationSubmitted> context)
    {
        var (saga, message) = (steps.Drive(context, "submitted", context.Message.TaskId), context.Message);
        saga.Error = null;
        saga.Candidates = null;
        saga.OnHold = false;
        saga.Account = message.Account;
        saga.TaskId = message.TaskId;
        saga.TaskFoundBy = message.FoundBy;
        saga.SubmittedAt = message.SubmittedAt;
        saga.Attempts = message.Attempts;
        (saga.StartedAt, saga.VendorEnd, saga.StartForgiven) = (null, null, false); // If it had another task before, that was the other's.
        saga.IsErased = false; // Archiver had nothing of it, and will have its video.
        await context.Publish(saga.ToTrackTask());
        if (steps.IsUnwanted(saga, CancelledIfPending) && message.FoundBy != TaskFoundBy.Operator) // Which may be somebody else's, and was not asked to be cancelled.
            await context.Publish(saga.ToCancelTask());
    }

    public async Task TrackAgain(BehaviorContext<Generation> context)
    {
        var (saga, isOpen) = (context.Saga, !context.Saga.HasEnded);
        if (isOpen)
            steps.Drive(context);
        if (saga.TaskId is null)
            return;
        await context.Publish(saga.ToTrackTask());
        if (isOpen && steps.IsUnwanted(saga, CancelledIfPending) && saga.TaskFoundBy != TaskFoundBy.Operator)
            await context.Publish(saga.ToCancelTask());
    }

    /// <summary>Submitter still has a task that was taken back here: Poller is asked to tell it the end again.</summary>
    public static Task HaveItsEndTold(BehaviorContext<Generation, GenerationSubmitted> context) => context.Publish(new TrackTask
    {
        GenerationId = context.Saga.Id,
        Account = context.Message.Account,
        Model = context.Saga.Model,
        TaskId = context.Message.TaskId,
        SubmittedAt = context.Message.SubmittedAt,
        FoundBy = context.Message.FoundBy,
        Expected = context.Saga.Expected!,
    });

    public Task CancelTask(BehaviorContext<Generation, CancelGeneration> context) => context.Publish(RequestCancel(context).ToCancelTask());

    public Task NoteNotCancelled(BehaviorContext<Generation, TaskCancellationRefused> context)
    {
        (context.Saga.CancelRequested, context.Saga.StartForgiven, context.Saga.StartMissed) = (false, context.Saga.StartMissed, false);
        context.Saga.Note(time.GetUtcNow(), "cancel_refused", context.Message.Message);
        return Task.CompletedTask;
    }

    public Task NoteTooLate(BehaviorContext<Generation> context)
    {
        context.Saga.Note(time.GetUtcNow(), "cancel_refused", "The video is made and paid for; it is being archived.");
        return Task.CompletedTask;
    }

    public Task NoteStarted(BehaviorContext<Generation, GenerationStarted> context)
    {
        context.Saga.StartedAt = context.Message.StartedAt;
        steps.Drive(context, "started", VendorDetail.Of(context.Message));
        return Task.CompletedTask;
    }

    public Task CancelUnpaid(BehaviorContext<Generation> context)
    {
        context.Saga.Settled = null;
        steps.End(context, "cancelled");
        return TellCancelled(context);
    }

    /// <summary>It has left the line without a task.</summary>
    public Task CancelWithdrawn(BehaviorContext<Generation, SubmissionWithdrawn> context) =>
        context.Saga.StartMissed || context.Message.Reason == CancellationReason.NotStarted
            ? CancelNotStarted(context, context.Message.WaitedFor is { } what ? $"It waited: {what.TrimEnd('.')}." : null)
            : CancelUnpaid(context);

    public Task CancelPaid(BehaviorContext<Generation, GenerationRendered> context)
    {
        steps.Settle(context);
        steps.End(context, "cancelled", "The task had run already and is paid; its result was thrown away.");
        return TellCancelled(context);
    }

    /// <summary>A person had named the task, and it turns out to be none of this request.</summary>
    public Task DisownAsAnothers(BehaviorContext<Generation, GenerationRendered> context) =>
        Disown(context, NamedTaskRules.OfAnother(context.Saga, context.Message));

    /// <summary>A person had named the task, and there is no result that shows whether it was this request's.</summary>
    public Task DisownAsWithoutVideo(BehaviorContext<Generation, RenderingFailed> context) =>
        Disown(context, NamedTaskRules.WithoutVideo(context.Saga, context.Message));

    /// <summary>A person gave it up, and has now named a task that is not its own either.</summary>
    public Task NoteStillFailed(BehaviorContext<Generation, SubmissionRefused> context)
    {
        context.Saga.Error = context.Message.Error;
        context.Saga.Note(time.GetUtcNow(), "not_adopted", context.Message.Error.Message);
        return Task.CompletedTask;
    }

    /// <summary>The vendor made a second task of the same request, which is paid too.</summary>
    public Task NoteOrphan(BehaviorContext<Generation, OrphanTaskFound> context)
    {
        var (saga, message) = (context.Saga, context.Message);
        var known = saga.Orphans.Find(orphan => orphan.TaskId == message.TaskId);
        if (known is { EndedAs: not null } || (known is not null && message.EndedAs is null))
            return Task.CompletedTask;
        var orphan = new OrphanTask
        {
            TaskId = message.TaskId,
            EndedAs = message.EndedAs,
            Settled = steps.CostOf(saga, message),
        };
        saga.Orphans.RemoveAll(other => other.TaskId == message.TaskId);
        saga.Orphans.Add(orphan);
        saga.Note(time.GetUtcNow(), "orphan_found", VendorDetail.Of(orphan));
        return Task.CompletedTask;
    }

    public Task FailAsRefused(BehaviorContext<Generation, SubmissionRefused> context) => steps.Fail(context, context.Message.Error);

    public Task FailAsNotRendered(BehaviorContext<Generation, RenderingFailed> context)
    {
        GenerationSteps.NoteEnd(context);
        return steps.Fail(context, context.Message.Error, VendorDetail.Of(context.Message));
    }

    /// <summary>It was cancelled at the vendor before it ran.</summary>
    public Task CancelNotRendered(BehaviorContext<Generation, RenderingFailed> context)
    {
        GenerationSteps.NoteEnd(context);
        return context.Saga.StartMissed ? CancelNotStarted(context, "Its task waited at the vendor still, and was cancelled there.") : CancelUnpaid(context);
    }

    public static Task TellFailed(BehaviorContext<Generation> context) => context.Publish(context.Saga.ToFailed());

    public static Task TellCancelled(BehaviorContext<Generation> context) => context.Publish(context.Saga.ToCancelled());

    private Task CancelNotStarted(BehaviorContext<Generation> context, string? why)
    {
        context.Saga.Error = StartByRules.NotStarted(context.Saga, why);
        steps.End(context, "cancelled", context.Saga.Error.Message);
        return TellCancelled(context);
    }

    private Generation RequestCancel(BehaviorContext<Generation, CancelGeneration> context)
    {
        var saga = steps.Drive(context, "cancel_requested");
        saga.CancelRequested = true;
        saga.DiscardResult |= context.Message.Discard is true;
        return saga;
    }

    private Task Disown(BehaviorContext<Generation> context, GenerationError error)
    {
        var saga = steps.Drive(context, "on_hold", error.Message);
        (saga.Error, saga.OnHold, saga.TaskId, saga.TaskFoundBy) = (error, true, null, null);
        return StartByRules.IsUnwanted(saga) ? context.Publish(saga.ToWithdrawSubmission()) : Task.CompletedTask; // Else a decision might submit it.
    }
}
