using System.Diagnostics;
using System.Text.Json;

namespace Wan.Hosting.Tracing;

/// <summary>
/// Our own spans. A document keeps the trace of its request (<see cref="ITraced"/>), and the document's trace decides, not the span that happens to be
/// current: whatever is done for it, and told of it, stands below the root of its trace. What is done for nobody, as a sweep or a list, makes no trace.
/// </summary>
public static class WanTrace
{
    private static readonly AsyncLocal<TraceStep?> Steps = new();

    /// <summary>The source of our spans.</summary>
    public static ActivitySource Source { get; } = new("Wan");

    /// <summary>The step that is under way in this flow of calls; null outside of any, as at an HTTP door.</summary>
    public static TraceStep? Current
    {
        get => Steps.Value;
        internal set => Steps.Value = value;
    }

    /// <summary>The trace that a document begun now belongs to, and a message that is sent now goes on in; null outside of any.</summary>
    public static TraceOrigin? Origin => Current is { } step ? step.Origin : TraceOrigin.Of(Topmost());

    /// <summary>The span of the step, or of the request at an HTTP door; null for none.</summary>
    public static Activity? Span => Current is { } step ? step.Span : Topmost();

    /// <summary>The trace id that a document shows, 32 hexadecimal digits; null if it is in no trace.</summary>
    public static string? TraceId(ITraced document) => OriginOf(document)?.TraceId;

    /// <summary>
    /// Starts a span in the trace of a document and makes it current, with the document's <see cref="TraceStep.Origin"/> for all that is sent meanwhile.
    /// Dispose of it to end it.
    /// </summary>
    /// <param name="name">What is done, of few different ones: see <see cref="WanSpans"/>.</param>
    /// <param name="document">Whose trace; one without begins a new one.</param>
    /// <param name="kind">Client for a call to another system.</param>
    public static TraceStep Begin(string name, ITraced document, ActivityKind kind = ActivityKind.Internal) => Begin(name, OriginOf(document), kind);

    /// <summary>As <see cref="Begin(string, ITraced, ActivityKind)"/> without a span: what is not worth one in a trace, but belongs to it.</summary>
    public static TraceStep Enter(ITraced document)
    {
        var step = new TraceStep(OriginOf(document));
        if (step.Origin?.Context is { } context)
        {
            // Not of our source, so that it is never recorded, and nothing below it is; logs still name the trace.
            step.Own(new Activity("in").SetIdFormat(ActivityIdFormat.W3C).SetParentId(context.TraceId, context.SpanId).Start());
        }

        return step;
    }

    /// <summary>Writes a span of something that is over. The current one stays.</summary>
    /// <param name="name">See <see cref="WanSpans"/>.</param>
    /// <param name="parent">Below which.</param>
    /// <param name="from">When it began.</param>
    /// <param name="to">When it ended; what can't be, as by a clock that was wrong, is as short as a span may be.</param>
    /// <param name="tags">Its attributes.</param>
    /// <param name="error">A word for what went wrong, as <c>error.type</c>; null for nothing.</param>
    /// <returns>Its context, for spans below it; default if it is not recorded.</returns>
    public static ActivityContext Write(
        string name, ActivityContext parent, DateTimeOffset from, DateTimeOffset to, ReadOnlySpan<KeyValuePair<string, object?>> tags = default,
        string? error = null)
    {
        var around = Activity.Current;
        Activity.Current = null;
        try
        {
            using var activity = Source.StartActivity(ActivityKind.Internal, parent, startTime: from, name: name);
            if (activity is not { IsAllDataRequested: true })
                return default;
            foreach (var (key, value) in tags)
                activity.SetTag(key, value);
            activity.Fail(error);
            activity.SetEndTime((to > from ? to : from + TimeSpan.FromTicks(1)).UtcDateTime);
            return activity.Context;
        }
        finally
        {
            Activity.Current = around;
        }
    }

    /// <summary>Says that it went wrong.</summary>
    /// <param name="activity">The span; null for none.</param>
    /// <param name="error">A word of few different ones, such as an error's code; null says nothing.</param>
    public static void Fail(this Activity? activity, string? error)
    {
        if (error is not null)
            activity?.SetStatus(ActivityStatusCode.Error).SetTag(WanAttributes.ErrorType, error);
    }

    /// <summary>What came of a step as one word, from its type: <c>url_dead</c> for <c>UrlDead</c>; null for nothing.</summary>
    public static string? Word(object? outcome) => outcome is null ? null : JsonNamingPolicy.SnakeCaseLower.ConvertName(outcome.GetType().Name);

    internal static TraceStep Begin(string name, TraceOrigin? origin, ActivityKind kind)
    {
        var step = new TraceStep(origin);
        Activity.Current = null; // A parent from the store wins over whatever loop this runs in.
        step.Own(Source.StartActivity(kind, origin?.Context ?? default, name: name));
        step.Origin ??= TraceOrigin.Of(step.Span);
        return step;
    }

    internal static TraceOrigin? OriginOf(ITraced document) => TraceOrigin.Read(document.TraceParent, document.TraceState);

    // At an HTTP door: the span of the request, whatever is under way below it.
    private static Activity? Topmost()
    {
        var activity = Activity.Current;
        while (activity?.Parent is { } parent)
            activity = parent;
        return activity;
    }
}
