using System.Diagnostics;
using OpenTelemetry;

namespace Wan.Hosting.Tracing;

/// <summary>
/// Hands spans on to the exporter only when the outermost span of this process, within which they ran, has ended. A process that is killed meanwhile then
/// leaves nothing of the step, where it would leave the parts that have ended already, without the span that they stand below.
/// </summary>
/// <param name="exporter">Where they go.</param>
internal sealed class WholeSteps(BaseProcessor<Activity> exporter) : CompositeProcessor<Activity>([exporter])
{
    // A step of more parts, such as a long download in pieces, hands them on as they end.
    private const int MostHeld = 500;

    private const string Key = "wan.step";

    /// <inheritdoc/>
    public override void OnStart(Activity data)
    {
        if (data.Parent?.GetCustomProperty(Key) is Parts parts)
            data.SetCustomProperty(Key, parts);
        else if (data.Parent is null)
            data.SetCustomProperty(Key, new Parts(data));
    }

    /// <inheritdoc/>
    public override void OnEnd(Activity data)
    {
        if (data.GetCustomProperty(Key) is not Parts parts)
        {
            base.OnEnd(data); // Below one that is not recorded.
            return;
        }

        foreach (var ended in parts.Ended(data))
            base.OnEnd(ended);
    }

    /// <summary>What has ended of a step that has not.</summary>
    private sealed class Parts(Activity outermost)
    {
        private List<Activity>? held = [];

        /// <summary>What is to be handed on now that this one has ended.</summary>
        public List<Activity> Ended(Activity activity)
        {
            lock (outermost)
            {
                if (held is null)
                    return [activity]; // What goes on after its step.
                held.Add(activity);
                if (activity != outermost && held.Count < MostHeld)
                    return [];
                var whole = held;
                held = activity == outermost ? null : [];
                return whole;
            }
        }
    }
}
