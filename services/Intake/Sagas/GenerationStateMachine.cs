using System.Linq.Expressions;
using MassTransit;
using Wan.Contracts;

namespace Wan.Intake.Sagas;

/// <summary>
/// The way of a generation. A door stores it on its way to Submitter; from there on events move it, and every event is handled or ignored on
/// purpose in every state. A message that comes again changes nothing, and sends the same answer again where that may have been lost.
/// </summary>
internal sealed class GenerationStateMachine : MassTransitStateMachine<Generation>
{
    public GenerationStateMachine(GenerationVerbs verbs, VideoVerbs video)
    {
        InstanceState(generation => generation.CurrentState);
        Correlate();

        During(Accepted,
            When(ContinueAsked).IfElse(verbs.HasMissedStart,
                late => late.ThenAsync(verbs.CancelBeforeLine).TransitionTo(Cancelled),
                inTime => inTime.ThenAsync(verbs.Submit).TransitionTo(Submitting)),
            When(CancelAsked).ThenAsync(verbs.CancelUnpaid).TransitionTo(Cancelled),
            Ignore(Submitted), Ignore(Refused), Ignore(Unclear), Ignore(Requeued), Ignore(Withdrawn), Ignore(Started),
            Ignore(Rendered), Ignore(NotRendered), Ignore(NotCancelled), Ignore(Archived), Ignore(NotArchived));

        During(Submitting, Ignore(Requeued));
        During(Uncertain, When(Requeued).ThenAsync(verbs.NoteRequeued).TransitionTo(Submitting));
        During([Submitting, Uncertain],
            When(ContinueAsked).ThenAsync(verbs.Submit),
            When(CancelAsked).ThenAsync(verbs.Withdraw),
            When(Submitted).IfElse(IsNewTask,
                @new => @new.ThenAsync(verbs.Track).TransitionTo(Rendering),
                takenBack => takenBack.ThenAsync(GenerationVerbs.HaveItsEndTold)),
            When(Refused).ThenAsync(verbs.FailAsRefused).TransitionTo(Failed),
            When(Unclear).ThenAsync(verbs.NoteUncertain).TransitionTo(Uncertain),
            When(Withdrawn).ThenAsync(verbs.CancelWithdrawn).TransitionTo(Cancelled),
            Ignore(Started), Ignore(Rendered), Ignore(NotRendered), Ignore(NotCancelled), Ignore(Archived), Ignore(NotArchived));

        During(Rendering,
            When(ContinueAsked).ThenAsync(verbs.TrackAgain),
            When(CancelAsked).ThenAsync(verbs.CancelTask),
            When(NotCancelled, IsOfItsTask).ThenAsync(verbs.NoteNotCancelled),
            When(Submitted).IfElse(IsNewTask, @new => @new.ThenAsync(verbs.Track), again => again.ThenAsync(verbs.TrackAgain)),
            When(Started, IsOfItsTask).ThenAsync(verbs.NoteStarted),
            When(Rendered, IsOfItsTask).IfElse(IsAnothers,
                anothers => anothers.ThenAsync(verbs.DisownAsAnothers).TransitionTo(Uncertain),
                ours => ours.IfElse(context => context.Saga.DiscardResult,
                    unwanted => unwanted.ThenAsync(verbs.CancelPaid).TransitionTo(Cancelled),
                    wanted => wanted.ThenAsync(video.Archive).TransitionTo(Archiving))),
            When(NotRendered, IsOfItsTask).IfElse(IsNamed, // Even if it was to be cancelled, and was: the generation's own may run.
                named => named.ThenAsync(verbs.DisownAsWithoutVideo).TransitionTo(Uncertain),
                proven => proven.IfElse(WasCancelled,
                    cancelled => cancelled.ThenAsync(verbs.CancelNotRendered).TransitionTo(Cancelled),
                    failed => failed.ThenAsync(verbs.FailAsNotRendered).TransitionTo(Failed))),
            Ignore(Refused), Ignore(Unclear), Ignore(Requeued), Ignore(Withdrawn), Ignore(Archived), Ignore(NotArchived));

        During(Archiving,
            When(ContinueAsked).ThenAsync(video.ArchiveAgain),
            When(CancelAsked).ThenAsync(verbs.NoteTooLate),
            When(Rendered, IsOfItsTask).ThenAsync(video.Archive),
            When(Submitted).ThenAsync(verbs.TrackAgain),
            When(Archived).ThenAsync(video.Complete).TransitionTo(Completed),
            When(NotArchived).ThenAsync(video.FailAsNotArchived).TransitionTo(Failed),
            When(NotRendered, IsOfItsTask).ThenAsync(video.NoteNoFreshUrl), // Archiver tries for as long as the URL it has may live, and tells the end.
            Ignore(Started), Ignore(NotCancelled), Ignore(Refused), Ignore(Unclear), Ignore(Requeued), Ignore(Withdrawn));

        During(Completed,
            When(Archived).ThenAsync(video.TellCompletedAgain),
            When(Submitted).ThenAsync(verbs.TrackAgain),
            When(Rendered, HasFreshUrl).ThenAsync(video.ArchiveLate), // The video was lost in the archive, which has asked for it.
            When(ContinueAsked, IsToBeDeleted).ThenAsync(video.DeleteAgain),
            Ignore(CancelAsked), Ignore(Refused), Ignore(Unclear), Ignore(Requeued), Ignore(Withdrawn), Ignore(Started),
            Ignore(NotRendered), Ignore(NotCancelled), Ignore(NotArchived));

        During(Failed,
            When(Refused).IfElse(WasNotAdopted, not => not.ThenAsync(verbs.NoteStillFailed), again => again.ThenAsync(GenerationVerbs.TellFailed)),
            When(NotRendered, IsOfItsTask).ThenAsync(GenerationVerbs.TellFailed),
            When(NotArchived).ThenAsync(GenerationVerbs.TellFailed),
            When(Submitted).IfElse(IsNewTask, // A person gave it up, and now its task is found.
                found => found.ThenAsync(verbs.Track).TransitionTo(Rendering),
                again => again.ThenAsync(verbs.TrackAgain)),
            When(Rendered, WasRendered).ThenAsync(video.ArchiveLate),
            When(Archived).ThenAsync(video.Complete).TransitionTo(Completed), // Its archiving was tried again and went well.
            Ignore(ContinueAsked), Ignore(CancelAsked), Ignore(Unclear), Ignore(Requeued), Ignore(Withdrawn), Ignore(Started), Ignore(NotCancelled));

        During(Cancelled,
            When(CancelAsked).ThenAsync(GenerationVerbs.TellCancelled),
            When(Withdrawn).ThenAsync(GenerationVerbs.TellCancelled),
            When(Rendered, IsOfItsTask).ThenAsync(GenerationVerbs.TellCancelled),
            When(NotRendered, IsOfItsTask).ThenAsync(GenerationVerbs.TellCancelled),
            When(Submitted).ThenAsync(verbs.TrackAgain),
            Ignore(ContinueAsked), Ignore(Refused), Ignore(Unclear), Ignore(Requeued), Ignore(Started), Ignore(NotCancelled), Ignore(Archived), Ignore(NotArchived));

        During(Rejected,
            Ignore(ContinueAsked), Ignore(CancelAsked), Ignore(Submitted), Ignore(Refused), Ignore(Unclear), Ignore(Requeued), Ignore(Withdrawn),
            Ignore(Started), Ignore(Rendered), Ignore(NotRendered), Ignore(NotCancelled), Ignore(Archived), Ignore(NotArchived));

        DuringAny(
            When(Deleted, WasSentToArchiver).ThenAsync(video.NoteDeleted),
            When(HoldChanged, WasSentToArchiver).ThenAsync(video.NoteHold),
            When(ContinueAsked, IsToBeErased).ThenAsync(video.EraseAgain),
            When(Erased, IsToBeErased).ThenAsync(video.NoteErased),
            When(Erased, IsNotToBeErased));
        DuringAny(When(OrphanFound).ThenAsync(verbs.NoteOrphan)); // Money is money, whatever has become of the generation.
    }

    public State Accepted { get; private set; } = null!;

    public State Submitting { get; private set; } = null!;

    public State Uncertain { get; private set; } = null!;

    public State Rendering { get; private set; } = null!;

    public State Archiving { get; private set; } = null!;

    public State Completed { get; private set; } = null!;

    public State Failed { get; private set; } = null!;

    public State Cancelled { get; private set; } = null!;

    /// <summary>Refused at a door, and kept so that the requester can look it up; no event moves it.</summary>
    public State Rejected { get; private set; } = null!;

    public Event<ContinueGeneration> ContinueAsked { get; private set; } = null!;

    public Event<CancelGeneration> CancelAsked { get; private set; } = null!;

    public Event<GenerationSubmitted> Submitted { get; private set; } = null!;

    public Event<SubmissionRefused> Refused { get; private set; } = null!;

    public Event<SubmissionUncertain> Unclear { get; private set; } = null!;

    public Event<SubmissionRequeued> Requeued { get; private set; } = null!;

    public Event<SubmissionWithdrawn> Withdrawn { get; private set; } = null!;

    public Event<GenerationStarted> Started { get; private set; } = null!;

    public Event<GenerationRendered> Rendered { get; private set; } = null!;

    public Event<RenderingFailed> NotRendered { get; private set; } = null!;

    public Event<TaskCancellationRefused> NotCancelled { get; private set; } = null!;

    public Event<VideoArchived> Archived { get; private set; } = null!;

    public Event<ArchivingFailed> NotArchived { get; private set; } = null!;

    public Event<VideoDeleted> Deleted { get; private set; } = null!;

    public Event<VideoHoldChanged> HoldChanged { get; private set; } = null!;

    public Event<GenerationErased> Erased { get; private set; } = null!;

    public Event<OrphanTaskFound> OrphanFound { get; private set; } = null!;

    // Late or repeated, it may be told of one that a person had named by mistake. A second task of the same request is told as an orphan.
    private static bool IsOfItsTask(BehaviorContext<Generation, GenerationStarted> context) => context.Message.TaskId == context.Saga.TaskId;

    private static bool IsOfItsTask(BehaviorContext<Generation, GenerationRendered> context) => context.Message.TaskId == context.Saga.TaskId;

    private static bool IsOfItsTask(BehaviorContext<Generation, RenderingFailed> context) => context.Message.TaskId == context.Saga.TaskId;

    private static bool IsOfItsTask(BehaviorContext<Generation, TaskCancellationRefused> context) => context.Message.TaskId == context.Saga.TaskId;

    private static bool IsNewTask(BehaviorContext<Generation, GenerationSubmitted> context) => NamedTaskRules.IsNewTask(context.Saga, context.Message);

    private static bool IsNamed(BehaviorContext<Generation> context) => NamedTaskRules.IsNamed(context.Saga);

    private static bool IsAnothers(BehaviorContext<Generation, GenerationRendered> context) => NamedTaskRules.IsAnothers(context.Saga, context.Message);

    private static bool WasNotAdopted(BehaviorContext<Generation, SubmissionRefused> context) =>
        context.Message.Error.Code.StartsWith("task_", StringComparison.Ordinal) && context.Message.Error.Message != context.Saga.Error?.Message;

    private static bool WasCancelled(BehaviorContext<Generation, RenderingFailed> context) =>
        context.Message.Reason == "cancelled" && StartByRules.IsUnwanted(context.Saga);

    private static bool IsToBeDeleted(BehaviorContext<Generation> context) => context.Saga.VideoDeletionAsked is not null;

    // One that a person gave up may have been given its task since: it goes on.
    private static bool IsToBeErased(BehaviorContext<Generation> context) => context.Saga is { ErasureAsked: not null, HasEnded: true, IsErased: false };

    private static bool IsNotToBeErased(BehaviorContext<Generation> context) => !IsToBeErased(context);

    // What Poller has sealed anew is another text; the same text is the same news once more. What is to be deleted is not archived anew: it would be left.
    private static bool HasFreshUrl(BehaviorContext<Generation, GenerationRendered> context) =>
        IsOfItsTask(context) && context.Saga.ErasureAsked is null && context.Message.SealedVideoUrl != context.Saga.SealedVideoUrl;

    private static bool WasRendered(BehaviorContext<Generation, GenerationRendered> context) => IsOfItsTask(context) && context.Saga is { ErasureAsked: null, Usage: not null };

    // Of any other there is no video; its archive outlives whatever becomes of the generation.
    private static bool WasSentToArchiver(BehaviorContext<Generation> context) => context.Saga.SealedVideoUrl is not null;

    private void Correlate()
    {
        On(() => ContinueAsked, message => message.GenerationId);
        On(() => CancelAsked, message => message.GenerationId);
        On(() => Submitted, message => message.GenerationId);
        On(() => Refused, message => message.GenerationId);
        On(() => Unclear, message => message.GenerationId);
        On(() => Requeued, message => message.GenerationId);
        On(() => Withdrawn, message => message.GenerationId);
        On(() => Started, message => message.GenerationId);
        On(() => Rendered, message => message.GenerationId);
        On(() => NotRendered, message => message.GenerationId);
        On(() => NotCancelled, message => message.GenerationId);
        On(() => Archived, message => message.GenerationId);
        On(() => NotArchived, message => message.GenerationId);
        On(() => OrphanFound, message => message.GenerationId);
        OnIfKept(() => Deleted, message => message.GenerationId);
        OnIfKept(() => Erased, message => message.GenerationId);
        OnIfKept(() => HoldChanged, message => message.GenerationId);
    }

    // An event for a generation that isn't there faults and is retried: it may have overtaken the document, and must not be dropped.
    private void On<T>(Expression<Func<Event<T>>> @event, Func<T, string> generationId) where T : class => Event(@event, configure =>
    {
        configure.CorrelateById(context => Guid.Parse(generationId(context.Message)));
        configure.OnMissingInstance(missing => missing.Fault());
    });

    // What is told of a video long after: its generation may have left before, and nobody misses the news.
    private void OnIfKept<T>(Expression<Func<Event<T>>> @event, Func<T, string> generationId) where T : class => Event(@event, configure =>
    {
        configure.CorrelateById(context => Guid.Parse(generationId(context.Message)));
        configure.OnMissingInstance(missing => missing.Discard());
    });
}
