namespace Wan.Hosting.Tracing;

/// <summary>A document that knows the trace of its request, so that whatever is done for it later goes on in that trace.</summary>
public interface ITraced
{
    /// <summary>W3C <c>traceparent</c> of the span that the request came in by, below which all steps stand; null outside of any trace.</summary>
    string? TraceParent { get; }

    /// <summary>W3C <c>tracestate</c> that came with it; null for none.</summary>
    string? TraceState { get; }
}
