using MassTransit;
using Microsoft.Extensions.Options;
using Wan.Contracts;
using Wan.DashScope.Accounts;
using Wan.DashScope.Costs;
using Wan.Hosting.Clocks;
using Wan.Intake.Ends;

namespace Wan.Intake.Sagas;

/// <summary>What several verbs do to the saga's document.</summary>
internal sealed class GenerationSteps(TimeProvider time, IOptions<IntakeOptions> options, CostEstimator costs, DashScopeAccounts accounts, ClockGuard guard)
{
    /// <summary>It goes on: its sweep looks at it again if nothing comes.</summary>
    public Generation Drive(BehaviorContext<Generation> context, string? what = null, string? detail = null)
    {
        var now = time.GetUtcNow();
        context.Saga.DueAt = StartByRules.NextLook(context.Saga, now + options.Value.DriveAgainAfter);
        if (what is not null)
            context.Saga.Note(now, what, detail);
        return context.Saga;
    }

    /// <summary>Whether its <c>start_by</c> has passed before it began. A clock that can't be trusted does not say so.</summary>
    public bool HasMissedStart(Generation saga) => StartByRules.HasPassed(saga, time.GetUtcNow()) && guard.IsTrusted(out _);

    /// <summary>Whether it is to be taken out of the line, or cancelled at the vendor. If that is so from now on, since its <c>start_by</c> has passed, that is noted.</summary>
    /// <param name="saga">Changed.</param>
    /// <param name="detail">What is done about it.</param>
    public bool IsUnwanted(Generation saga, string detail)
    {
        if (HasMissedStart(saga))
        {
            var now = time.GetUtcNow();
            (saga.StartMissed, saga.DueAt) = (true, now + options.Value.DriveAgainAfter);
            saga.Note(now, "start_by_passed", detail);
        }

        return StartByRules.IsUnwanted(saga);
    }

    /// <summary>It has ended. If it had ended before, and somebody has asked then to delete all of it, that is done now.</summary>
    public void End(BehaviorContext<Generation> context, string what, string? detail = null)
    {
        var now = time.GetUtcNow();
        context.Saga.DueAt = context.Saga.ErasureAsked is null ? null : now + options.Value.StartWithin;
        context.Saga.Note(now, what, detail);
    }

    /// <summary>It has ended without a video, and that is told.</summary>
    public Task Fail(BehaviorContext<Generation> context, GenerationError error, string? detail = null)
    {
        context.Saga.Error = error;
        End(context, "failed", detail ?? error.Code);
        return context.Publish(context.Saga.ToFailed());
    }

    /// <summary>Its task has ended without a video.</summary>
    public static void NoteEnd(BehaviorContext<Generation, RenderingFailed> context)
    {
        var message = context.Message;
        context.Saga.VendorEnd ??= new VendorEnd
        {
            SubmittedAt = message.SubmittedAt, StartedAt = message.StartedAt, EndedAt = message.EndedAt, SeenAt = message.SeenAt, Polls = message.Polls,
        };
    }

    /// <summary>Its task has run: what came, and what that costs.</summary>
    public void Settle(BehaviorContext<Generation, GenerationRendered> context)
    {
        var (saga, message) = (context.Saga, context.Message);
        saga.SealedVideoUrl = message.SealedVideoUrl;
        saga.UrlExpiresAt = message.UrlExpiresAt;
        saga.StartedAt ??= message.StartedAt;
        saga.VendorEnd ??= new VendorEnd
        {
            SubmittedAt = message.SubmittedAt, StartedAt = message.StartedAt, EndedAt = message.EndedAt, SeenAt = message.SeenAt, Polls = message.Polls,
        };
        saga.Usage = message.Usage ?? saga.Usage ?? new VideoUsage();
        saga.Settled = costs.Settle(saga.Model, saga.Expected!, RegionOf(message.Account), saga.Usage, saga.Estimate);
    }

    /// <summary>What a task beside its own costs; null while that is not known.</summary>
    public CostSettlement? CostOf(Generation saga, OrphanTaskFound orphan) => orphan.Usage is { } usage && saga.Expected is { } expected
        ? costs.Settle(saga.Model, expected, RegionOf(orphan.Account), usage)
        : null;

    private string? RegionOf(string account) => accounts.TryGet(account, out var known) ? known.Region : null;
}
