using System.Text;

namespace Wan.Soak;

/// <summary>A message to the exchange <c>wan.generate-video</c> that is no command, and must be rejected.</summary>
/// <param name="Name">What is odd about it.</param>
/// <param name="Body">Its bytes.</param>
/// <param name="ContentType">What it says that they are; null for nothing.</param>
/// <param name="Headers">Its headers; null for none.</param>
internal sealed record OddMessage(string Name, byte[] Body, string? ContentType, IReadOnlyDictionary<string, object?>? Headers = null);

/// <summary>What programs of others send that know neither our contracts nor MassTransit.</summary>
internal static class OddMessages
{
    private const string Json = "application/json", Envelope = "application/vnd.masstransit+json";

    private const string Wrong = """{"model":"wan9","input":{}}""";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<OddMessage> Every { get; } =
    [
        WithHeaders("a header that fills a frame", Json, ("h", new string('x', 130_900))),
        WithHeaders("an envelope with a header that fills a frame", Envelope, ("h", new string('x', 130_900))),
        WithHeaders("a malformed trace context", Json, ("traceparent", "00-zz-zz-00"), ("tracestate", "=,=;"), ("baggage", "%ff=;,")),
        WithHeaders("a trace context that is a number", Envelope, ("traceparent", 7L), ("MT-Activity-Id", true), ("baggage", new List<object?> { 1L })),
        WithHeaders("a malformed correlation context", Json, ("MT-Activity-Correlation-Context", "no such thing")),
        WithHeaders("a correlation context that is a table", Envelope, ("MT-Activity-Correlation-Context", new Dictionary<string, object?> { ["a"] = null })),
        WithHeaders("ids of MassTransit's that are none", Json, ("MessageId", "7"), ("ConversationId", "x"), ("MT-Redelivery-Count", "many"), ("SourceAddress", "::")),
        WithHeaders("a fault's headers", Envelope, ("MT-Reason", "fault"), ("MT-Fault-Message", "x"), ("MT-Fault-InputAddress", "nowhere")),
        WithHeaders("headers of another bus", Json, ("NServiceBus.EnclosedMessageTypes", "Other.Message"), ("rbs2-msg-type", "Other")),
        WithHeaders("headers that are no text", Json, ("a", new byte[] { 0xff, 0xfe }), (new string('n', 250), -0.0), ("b", null)),
        new("an envelope of another message", Bytes("""{"messageType":["urn:message:other:thing"],"message":{"a":1}}"""), Envelope),
        new("an envelope of a command of ours that is not this one", Bytes("""{"messageType":["urn:message:wan:cancel-task"],"message":{"task_id":"1"}}"""), Envelope),
        new("an envelope whose types are none", Bytes("""{"messageType":[1,{}],"message":5,"headers":[],"host":7}"""), Envelope),
        new("an envelope that is said to be plain", Bytes("""{"messageType":["urn:message:wan:generate-video"],"message":{}}"""), Json),
        new("an envelope that ends early", Bytes("""{"messageType":["urn:message:wan:generate-video"],"message":{"model":"""), Envelope),
        new("no body", [], Json),
        new("no content type", Bytes(Wrong), null),
        new("a content type that is none", Bytes(Wrong), "no type; at all"),
        new("a serializer that nobody has", Bytes(Wrong), "application/vnd.masstransit+bson"),
        new("text", Bytes("make me a video"), "text/plain"),
        new("bytes", [.. Enumerable.Range(0, 300_000).Select(number => (byte)(number * 7))], "application/octet-stream"),
        new("depth", Bytes(new string('[', 10_000)), Json),
        new("a model that there is not", Bytes(Wrong), Json),
    ];

    private static OddMessage WithHeaders(string name, string contentType, params (string Name, object? Value)[] headers) =>
        new(name, Bytes(Wrong), contentType, headers.ToDictionary(header => header.Name, header => header.Value));

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);
}
