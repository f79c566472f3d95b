using System.Diagnostics;

namespace Wan.Hosting.Tracing;

/// <summary>Something that is done for one document. As long as it lasts, its trace is that of all that is begun and sent.</summary>
public sealed class TraceStep : IDisposable
{
    private readonly TraceStep? around = WanTrace.Current;
    private readonly Activity? activityAround = Activity.Current;
    private Func<TraceOrigin, Activity?>? later;

    internal TraceStep(TraceOrigin? origin)
    {
        Origin = origin;
        WanTrace.Current = this;
    }

    /// <summary>The trace of what is done; null for none. A consumer learns it from the document that its message is about (<see cref="GoOnFor"/>).</summary>
    public TraceOrigin? Origin { get; internal set; }

    /// <summary>Its span, if it has one that is recorded or handed on.</summary>
    public Activity? Span { get; private set; }

    /// <summary>
    /// The message that is handled now is about this document: what follows belongs to the document's trace. A message from another trace, such as the
    /// wish of somebody to cancel, is linked to it.
    /// </summary>
    public void GoOnFor(ITraced document)
    {
        if (WanTrace.OriginOf(document) is not { } origin)
            return;
        if (Span is null)
            Span = later?.Invoke(origin);
        else if (origin.TraceId != Origin?.TraceId)
            Span?.AddLink(new ActivityLink(origin.Context));
        Origin = origin;
    }

    /// <summary>The span itself is the root of what follows: a request has come in by it.</summary>
    public void BeginHere() => Origin = TraceOrigin.Of(Span) ?? Origin;

    /// <inheritdoc/>
    public void Dispose()
    {
        Span?.Dispose();
        Activity.Current = activityAround;
        WanTrace.Current = around;
    }

    internal void Own(Activity? span) => Span = span;

    /// <summary>A span that is begun only once it is known whose it is.</summary>
    internal void OwnLater(Func<TraceOrigin, Activity?> begin) => later = begin;
}
