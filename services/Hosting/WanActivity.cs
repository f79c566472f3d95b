using System.Diagnostics;

namespace Wan.Hosting;

/// <summary>
/// Our own spans. A document keeps the <c>traceparent</c> of its request (W3C Trace Context), and whatever is done for it later goes on
/// in that trace.
/// </summary>
public static class WanActivity
{
    /// <summary>The source of our spans.</summary>
    public static ActivitySource Source { get; } = new("Wan");

    /// <summary>The current <c>traceparent</c>, to be kept in a document; null outside any trace.</summary>
    public static string? TraceParent => Activity.Current?.Id;

    /// <summary>The trace id within a <c>traceparent</c>, 32 hexadecimal digits; null if there is none.</summary>
    public static string? TraceId(string? traceParent) =>
        ActivityContext.TryParse(traceParent, null, out var context) ? context.TraceId.ToHexString() : null;

    /// <summary>
    /// As <see cref="Continue"/>, but only if that is not the current trace already: what is told of a document belongs to the document's trace,
    /// whoever asked. A link leads back to what was current.
    /// </summary>
    public static Activity? Enter(string name, string? traceParent)
    {
        var around = Activity.Current;
        if (TraceId(traceParent) is not { } traceId || traceId == around?.TraceId.ToHexString())
            return null;
        var activity = Continue(name, traceParent);
        if (around is not null)
            activity?.AddLink(new ActivityLink(around.Context));
        return activity;
    }

    /// <summary>Starts a span in the trace of a document, and makes it current. Dispose of it to end it.</summary>
    /// <param name="name">What is done, low in variety: <c>submit</c>, <c>poll</c>, <c>download</c>.</param>
    /// <param name="traceParent">The document's <c>traceparent</c>; null or nonsense starts a new trace.</param>
    /// <param name="kind">Client for a call to another system.</param>
    public static Activity? Continue(string name, string? traceParent, ActivityKind kind = ActivityKind.Internal)
    {
        _ = ActivityContext.TryParse(traceParent, null, isRemote: true, out var parent);
        Activity.Current = null; // A parent from the store wins over whatever loop this runs in.
        return Source.StartActivity(kind, parent, name: name);
    }
}
