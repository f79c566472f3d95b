using System.Text;
using MassTransit;
using MassTransit.Logging;
using RabbitMQ.Client;
using Headers = MassTransit.Headers;

namespace Wan.Hosting.Tracing;

/// <summary>
/// The trace in a message's headers: W3C's, which any client can read and write, and MassTransit's own, for consumers of earlier versions. Whatever
/// else is there, or is wrong there, decides about nothing.
/// </summary>
internal static class MessageTrace
{
    private const string Parent = "traceparent";
    private const string State = "tracestate";

    // Of a header that is longer than any of these may be nothing is taken.
    private const int LongestHeader = 1024;

    /// <summary>Reads it.</summary>
    public static TraceOrigin? Read(Headers headers) =>
        TraceOrigin.Read(Text(headers, Parent), Text(headers, State)) ?? TraceOrigin.Read(Text(headers, DiagnosticHeaders.ActivityId), null);

    /// <summary>Writes it into a message that leaves.</summary>
    public static void Write(SendHeaders headers)
    {
        if (WanTrace.Origin is not { } origin)
            return;
        headers.Set(Parent, origin.Parent);
        headers.Set(DiagnosticHeaders.ActivityId, origin.Parent);
        if (origin.State is { } state)
            headers.Set(State, state);
    }

    // AMQP clients write a text as such or as bytes, and say so or not.
    private static string? Text(Headers headers, string name) => !headers.TryGetHeader(name, out var value) ? null : value switch
    {
        string text when text.Length <= LongestHeader => text,
        byte[] bytes when bytes.Length <= LongestHeader => Encoding.UTF8.GetString(bytes),
        BinaryTableValue { Bytes: { } bytes } when bytes.Length <= LongestHeader => Encoding.UTF8.GetString(bytes),
        _ => null,
    };
}
