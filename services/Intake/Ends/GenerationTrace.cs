using System.Diagnostics;
using Wan.Hosting.Tracing;

namespace Wan.Intake.Ends;

/// <summary>
/// What a trace shows of a generation that has ended: one span over all of it and one for each phase below, with their true times. They are written here
/// and nowhere else, since no process is there from the beginning of a phase to its end.
/// </summary>
internal static class GenerationTrace
{
    public static void Write(Generation generation, GenerationPhases phases)
    {
        if (!WanTrace.Source.HasListeners() || TraceOrigin.Read(generation.TraceParent, generation.TraceState) is not { } origin)
            return;
        var all = WanTrace.Write(
            WanSpans.Generation, origin.Context, generation.CreatedAt, generation.UpdatedAt, Describe(generation, phases),
            generation.Status == "failed" ? generation.Error?.Code ?? "failed" : null);
        if (all == default)
            return;

        KeyValuePair<string, object?> id = new(WanAttributes.GenerationId, generation.Id), model = new(WanAttributes.Model, generation.Model);
        WritePhase(WanSpans.Waiting, phases.Waiting, [id, model, new(WanAttributes.Tenant, generation.Tenant), new(WanAttributes.Priority, generation.Priority)]);
        KeyValuePair<string, object?>[] atVendor = [id, model, new(WanAttributes.Account, generation.Account), new(WanAttributes.TaskId, generation.TaskId)];
        WritePhase(WanSpans.VendorQueued, phases.Queued, atVendor);
        WritePhase(WanSpans.VendorRendering, phases.Rendering, atVendor);
        WritePhase(WanSpans.Archiving, phases.Archiving, [.. atVendor, new(WanAttributes.VideoBytes, generation.Video?.Bytes)]);

        void WritePhase(string name, Phase? phase, KeyValuePair<string, object?>[] tags)
        {
            if (phase is { } known)
                WanTrace.Write(name, all, known.From, known.To, tags);
        }
    }

    private static KeyValuePair<string, object?>[] Describe(Generation generation, GenerationPhases phases)
    {
        var cost = generation.Settled?.Amount ?? generation.Estimate?.AmountMax;
        return
        [
            new(WanAttributes.GenerationId, generation.Id), new(WanAttributes.GenerationStatus, generation.Status), new(WanAttributes.Model, generation.Model),
            new(WanAttributes.Tenant, generation.Tenant), new(WanAttributes.Priority, generation.Priority), new(WanAttributes.Account, generation.Account),
            new(WanAttributes.TaskId, generation.TaskId), new(WanAttributes.Attempts, generation.Attempts), new(WanAttributes.Polls, generation.VendorEnd?.Polls),
            new(WanAttributes.DetectionDelay, phases.DetectionDelay?.TotalSeconds), new(WanAttributes.Cost, cost?.Amount),
            new(WanAttributes.CostCurrency, cost?.Currency), new(WanAttributes.ErrorType, generation.ErrorType),
        ];
    }
}
