using Microsoft.Extensions.Options;
using Wan.Hosting.Tracing;
using Wan.Intake.Events;
using Wan.Intake.Ledger;
using Wan.Intake.Sagas;
using Wan.Storage;

namespace Wan.Intake.Ends;

/// <summary>
/// Shows what becomes of generations, in logs, metrics and traces. Only whoever has saved a change shows it, so that of a message that comes twice, or of
/// two at once, it is shown once. A process that is killed right after it has saved loses what it had not exported yet, as of any other span.
/// </summary>
internal sealed partial class GenerationObserver(
    IntakeMetrics metrics, EndSignals ends, EventFeeds feeds, TenantLedgers ledgers, IOptions<StorageOptions> storage, TimeProvider time, ILogger<GenerationObserver> logger)
    : ISagaObserver<Generation>
{
    /// <inheritdoc/>
    public object? Loaded(Generation saga)
    {
        if (WanTrace.Current is { } step)
        {
            step.GoOnFor(saga);
            step.Span?.SetTag(WanAttributes.Model, saga.Model);
        }

        return new Before(saga.Status, saga.UpdatedAt);
    }

    /// <inheritdoc/>
    public void Saving(Generation saga, object? before) =>
        StateChanges.Note(saga, time.GetUtcNow(), before is Before loaded ? (loaded.Status, loaded.UpdatedAt) : null);

    /// <inheritdoc/>
    public bool HasToBeSavedAgain(Generation saga, object? before) =>
        before is Before loaded && loaded.Status != saga.Status && CameLate(saga);

    /// <summary>Whether its last change was stored too late for those who follow, and is to be stored again: see <see cref="StateChanges.CameLate"/>.</summary>
    public bool CameLate(Generation generation) => StateChanges.CameLate(generation, time.GetUtcNow(), storage.Value.Timeout);

    /// <inheritdoc/>
    public void Saved(Generation saga, object? before)
    {
        if (saga.HasEnded)
            ledgers.Settle(saga); // Also if it had ended before: a message that comes again makes up for a process that died here.
        var loaded = before as Before;
        if (loaded?.Status == saga.Status)
            return;
        Show(saga, saga.Status);
        feeds.Saved(saga);
        if (saga.HasEnded)
            ends.Raise(saga.Id);
        if (saga.Status is not ("completed" or "failed" or "cancelled"))
            return;
        var phases = GenerationPhases.Of(saga);
        metrics.Ended(saga, phases, isAgain: loaded?.Status == "failed");
        GenerationTrace.Write(saga, phases);
    }

    /// <summary>It was accepted, or rejected, at a door.</summary>
    public void Received(Generation generation)
    {
        var outcome = generation.Status == "rejected" ? generation.Status : "accepted"; // And on its way at once.
        Show(generation, outcome);
        feeds.Saved(generation);
        metrics.Received(generation, outcome);
        if (outcome == "rejected")
            WanTrace.Span.Fail(generation.Findings?.FirstOrDefault(finding => finding.Severity == "error")?.Code);
        WanTrace.Span?.SetTag(WanAttributes.GenerationId, generation.Id).SetTag(WanAttributes.Model, generation.Model);
    }

    private void Show(Generation generation, string status)
    {
        var (id, model, traceId) = (generation.Id, generation.Model.Length == 0 ? "no model" : generation.Model, WanTrace.TraceId(generation) ?? "none");
        if (status == "failed")
            Log.Failed(logger, id, model, generation.TaskId ?? "none", traceId, generation.Error?.Code, generation.Error?.Message);
        else if (status == "uncertain")
            Log.Uncertain(logger, id, model, traceId, generation.Error?.Message);
        else if (status == "rejected")
            Log.Rejected(logger, id, model, traceId, string.Join(' ', generation.Findings?.Select(finding => finding.Code).Distinct() ?? []));
        else
            Log.Changed(logger, id, status, model, generation.TaskId ?? "none", traceId);
    }

    // As it was loaded.
    private sealed record Before(string Status, DateTimeOffset UpdatedAt);

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Generation {GenerationId} is {Status}: {Model}, task {TaskId}, trace {TraceId}")]
        public static partial void Changed(ILogger logger, string generationId, string status, string model, string taskId, string traceId);

        [LoggerMessage(2, LogLevel.Warning, "Generation {GenerationId} is failed: {Model}, task {TaskId}, trace {TraceId}: {Code}. {Reason}")]
        public static partial void Failed(
            ILogger logger, string generationId, string model, string taskId, string traceId, string? code, string? reason);

        [LoggerMessage(3, LogLevel.Warning, "Generation {GenerationId} is uncertain: {Model}, trace {TraceId}: {Reason}")]
        public static partial void Uncertain(ILogger logger, string generationId, string model, string traceId, string? reason);

        [LoggerMessage(4, LogLevel.Information, "Generation {GenerationId} is rejected: {Model}, trace {TraceId}: {Codes}")]
        public static partial void Rejected(ILogger logger, string generationId, string model, string traceId, string codes);
    }
}
