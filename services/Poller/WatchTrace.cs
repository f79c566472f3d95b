using System.Diagnostics;
using Wan.DashScope.Client;
using Wan.Hosting.Tracing;

namespace Wan.Poller;

/// <summary>What a trace shows of a watch.</summary>
internal static class WatchTrace
{
    /// <summary>Whose span it is.</summary>
    public static Activity? Of(this Activity? span, Watch watch) => span?
        .SetTag(WanAttributes.GenerationId, watch.GenerationId).SetTag(WanAttributes.TaskId, watch.Id)
        .SetTag(WanAttributes.Account, watch.Account).SetTag(WanAttributes.Model, watch.Model);

    /// <summary>A query has taught something: only now is it worth a span.</summary>
    public static void Learned(Watch watch, DashScopeTask task, DateTimeOffset asked, DateTimeOffset answered)
    {
        if (WanTrace.Current?.Origin is not { } origin)
            return;
        WanTrace.Write(
            WanSpans.Poll, origin.Context, asked, answered,
            [
                new(WanAttributes.GenerationId, watch.GenerationId), new(WanAttributes.TaskId, watch.Id), new(WanAttributes.Account, watch.Account),
                new(WanAttributes.Model, watch.Model), new(WanAttributes.Outcome, task.StatusWord), new(WanAttributes.Polls, watch.Asks),
            ]);
    }
}
