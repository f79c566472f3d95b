using MassTransit;
using Microsoft.Extensions.Options;
using Wan.Contracts;
using Wan.DashScope.Accounts;
using Wan.DashScope.Costs;

namespace Wan.Intake;

/// <summary>What the saga does on its way: changes its own document and sends messages, nothing else.</summary>
internal sealed class GenerationVerbs(TimeProvider time, IOptions<IntakeOptions> options, CostEstimator costs, DashScopeAccounts accounts)
{
    public async Task Submit(BehaviorContext<Generation> context)
    {
        var saga = Drive(context, "submitting");
        if (saga is { CancelRequested: false, CurrentState: not nameof(GenerationStateMachine.Uncertain) })
            saga.DueAt = time.GetUtcNow() + options.Value.DriveLineAgainAfter; // LineCheck sees to it meanwhile, in bulk.
        await context.Publish(saga.ToSubmitGeneration());
        if (saga.CancelRequested)
            await context.Publish(new WithdrawSubmission { GenerationId = saga.Id });
    }

    public Task Withdraw(BehaviorContext<Generation, CancelGeneration> context)
    {
        var saga = RequestCancel(context);
        return context.Publish(new WithdrawSubmission { GenerationId = saga.Id });
    }

    public Task NoteUncertain(BehaviorContext<Generation, SubmissionUncertain> context)
    {
        var saga = Drive(context, context.Message.NeedsOperator is true ? "on_hold" : "uncertain", context.Message.Error.Message);
        saga.Account = context.Message.Account;
        saga.Error = context.Message.Error;
        saga.OnHold = context.Message.NeedsOperator is true;
        saga.Candidates = context.Message.Candidates;
        return Task.CompletedTask;
    }

    public Task NoteRequeued(BehaviorContext<Generation> context)
    {
        Drive(context, "requeued", "The uncertain POST made no task; it waits for its turn again.");
        context.Saga.Error = null;
        context.Saga.Candidates = null;
        return Task.CompletedTask;
    }

    public async Task Track(BehaviorContext<Generation, GenerationSubmitted> context)
    {
        var (saga, message) = (Drive(context, "submitted", context.Message.TaskId), context.Message);
        saga.Error = null;
        saga.Candidates = null;
        saga.OnHold = false;
        saga.Account = message.Account;
        saga.TaskId = message.TaskId;
        saga.TaskFoundBy = message.FoundBy;
        saga.SubmittedAt = message.SubmittedAt;
        saga.StartedAt = null; // If it had another task before, that was the other's.
        await context.Publish(saga.ToTrackTask());
        if (saga.CancelRequested && message.FoundBy != TaskFoundBy.Operator) // Which may be somebody else's, and was not asked to be cancelled.
            await context.Publish(saga.ToCancelTask());
    }

    public async Task TrackAgain(BehaviorContext<Generation> context)
    {
        var saga = context.Saga;
        if (saga.DueAt is not null)
            Drive(context);
        if (saga.TaskId is null)
            return;
        await context.Publish(saga.ToTrackTask());
        if (saga is { CancelRequested: true, DueAt: not null, TaskFoundBy: not TaskFoundBy.Operator })
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
        context.Saga.CancelRequested = false;
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
        Drive(context, "started", VendorDetail.Of(context.Message));
        return Task.CompletedTask;
    }

    public Task Archive(BehaviorContext<Generation, GenerationRendered> context)
    {
        Drive(context, "rendered", VendorDetail.Of(context.Message));
        Settle(context);
        return context.Publish(context.Saga.ToArchiveVideo());
    }

    public Task ArchiveAgain(BehaviorContext<Generation> context) => context.Publish(Drive(context).ToArchiveVideo());

    /// <summary>The archiving had failed, or the video was lost, and is tried again with a fresh result URL.</summary>
    public Task ArchiveLate(BehaviorContext<Generation, GenerationRendered> context)
    {
        Settle(context);
        return context.Publish(context.Saga.ToArchiveVideo());
    }

    public Task Complete(BehaviorContext<Generation, VideoArchived> context)
    {
        context.Saga.Video = context.Message.Video;
        context.Saga.Error = null;
        End(context, "completed");
        return TellCompleted(context);
    }

    public Task NoteNoFreshUrl(BehaviorContext<Generation, RenderingFailed> context)
    {
        context.Saga.Note(time.GetUtcNow(), "no_fresh_url", context.Message.Error.Message);
        return Task.CompletedTask;
    }

    public Task CancelUnpaid(BehaviorContext<Generation> context)
    {
        context.Saga.Settled = null;
        End(context, "cancelled");
        return TellCancelled(context);
    }

    public Task CancelPaid(BehaviorContext<Generation, GenerationRendered> context)
    {
        Settle(context);
        End(context, "cancelled", "The task had run already and is paid; its result was thrown away.");
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
            Settled = message.Usage is { } usage && saga.Expected is { } expected
                ? costs.Settle(saga.Model, expected, RegionOf(message.Account), usage)
                : null,
        };
        saga.Orphans.RemoveAll(other => other.TaskId == message.TaskId);
        saga.Orphans.Add(orphan);
        saga.Note(time.GetUtcNow(), "orphan_found", VendorDetail.Of(orphan));
        return Task.CompletedTask;
    }

    public Task FailAsRefused(BehaviorContext<Generation, SubmissionRefused> context) => Fail(context, context.Message.Error);

    public Task FailAsNotRendered(BehaviorContext<Generation, RenderingFailed> context) =>
        Fail(context, context.Message.Error, VendorDetail.Of(context.Message));

    public Task FailAsNotArchived(BehaviorContext<Generation, ArchivingFailed> context) => Fail(context, context.Message.Error);

    public Task TellCompleted(BehaviorContext<Generation> context) => context.Publish(context.Saga.ToCompleted(options.Value.PublicUrl));

    /// <summary>The answer may have been lost, or a video that was lost was replaced.</summary>
    public Task TellCompletedAgain(BehaviorContext<Generation, VideoArchived> context)
    {
        context.Saga.Video = context.Message.Video;
        return TellCompleted(context);
    }

    public static Task TellFailed(BehaviorContext<Generation> context) => context.Publish(context.Saga.ToFailed());

    public static Task TellCancelled(BehaviorContext<Generation> context) => context.Publish(context.Saga.ToCancelled());

    private Task Fail(BehaviorContext<Generation> context, GenerationError error, string? detail = null)
    {
        context.Saga.Error = error;
        End(context, "failed", detail ?? error.Code);
        return TellFailed(context);
    }

    private Generation RequestCancel(BehaviorContext<Generation, CancelGeneration> context)
    {
        var saga = Drive(context, "cancel_requested");
        saga.CancelRequested = true;
        saga.DiscardResult |= context.Message.Discard is true;
        return saga;
    }

    private void Settle(BehaviorContext<Generation, GenerationRendered> context)
    {
        var (saga, message) = (context.Saga, context.Message);
        saga.SealedVideoUrl = message.SealedVideoUrl;
        saga.UrlExpiresAt = message.UrlExpiresAt;
        saga.StartedAt ??= message.StartedAt;
        saga.Usage = message.Usage ?? saga.Usage ?? new VideoUsage();
        saga.Settled = costs.Settle(saga.Model, saga.Expected!, RegionOf(message.Account), saga.Usage, saga.Estimate);
    }

    private Task Disown(BehaviorContext<Generation> context, GenerationError error)
    {
        var saga = Drive(context, "on_hold", error.Message);
        (saga.Error, saga.OnHold, saga.TaskId, saga.TaskFoundBy) = (error, true, null, null);
        return saga.CancelRequested ? context.Publish(new WithdrawSubmission { GenerationId = saga.Id }) : Task.CompletedTask; // Else a decision might submit it.
    }

    private string? RegionOf(string account) => accounts.TryGet(account, out var known) ? known.Region : null;

    private Generation Drive(BehaviorContext<Generation> context, string? what = null, string? detail = null)
    {
        var now = time.GetUtcNow();
        context.Saga.DueAt = now + options.Value.DriveAgainAfter;
        if (what is not null)
            context.Saga.Note(now, what, detail);
        return context.Saga;
    }

    private void End(BehaviorContext<Generation> context, string what, string? detail = null)
    {
        context.Saga.DueAt = null;
        context.Saga.Note(time.GetUtcNow(), what, detail);
    }
}
