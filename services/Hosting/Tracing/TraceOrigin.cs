using System.Diagnostics;

namespace Wan.Hosting.Tracing;

/// <summary>
/// Where a trace has its root for us: the span that a request came in by. Every step of its generation stands right below that one, however many
/// messages lie between. https://www.w3.org/TR/trace-context/
/// </summary>
/// <param name="Parent">The <c>traceparent</c>.</param>
/// <param name="State">The <c>tracestate</c>; null for none.</param>
public sealed record TraceOrigin(string Parent, string? State)
{
    // The standard asks for 512 at least; what is longer may be left out.
    private const int LongestState = 512;

    /// <summary>The context that a step of it starts from.</summary>
    public ActivityContext Context => ActivityContext.TryParse(Parent, State, isRemote: true, out var context) ? context : default;

    /// <summary>Its trace id, 32 hexadecimal digits.</summary>
    public string TraceId => Context.TraceId.ToHexString();

    /// <summary>What a document or a message has kept.</summary>
    /// <returns>Null for nothing, and for nonsense: what can't be read is left out, and decides about nothing else.</returns>
    public static TraceOrigin? Read(string? parent, string? state) => ActivityContext.TryParse(parent, null, out var context)
        ? new TraceOrigin(
            $"00-{context.TraceId}-{context.SpanId}-{(byte)context.TraceFlags:x2}",
            state is { Length: > 0 and <= LongestState } ? state : null)
        : null;

    /// <summary>A span as the root of what follows.</summary>
    public static TraceOrigin? Of(Activity? activity) => Read(activity?.Id, activity?.TraceStateString);
}
