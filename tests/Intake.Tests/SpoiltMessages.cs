using System.Globalization;
using System.Text;
using RabbitMQ.Client;

namespace Wan.Intake.Tests;

/// <summary>
/// Messages to the bus door with anything wrong in them, drawn from their number. What the broker takes is left in them; what it closes the sender's channel
/// for never comes here.
/// </summary>
internal static class SpoiltMessages
{
    /// <summary>Stands for bytes that are in no text.</summary>
    public const string NoText = "<no text>";

    private const string Json = "application/json", Envelope = "application/vnd.masstransit+json";

    // NUMBER stands for six digits, so that who sent a command can be told by its own id, if that is still there.
    private static readonly string[] Commands =
    [
        """{"model":"wan2.6-r2v","input":{"prompt":"character1","reference_urls":["https://e.com/a.png"]},"client_request_id":"own-NUMBER"}""",
        """{"client_request_id":"own-NUMBER","tenant":"acme","priority":"high","metadata":{"a":"b"},"model":"wan2.7-r2v","input":{"prompt":"Image 1","media":[{"type":"reference_image","url":"https://e.com/a.png"}]},"parameters":{"resolution":"720P","duration":5}}""",
        """{"model":"wan2.6-r2v-flash","input":{"prompt":"\u4f60\u597d character1","reference_urls":["https://e.com/a.mp4"]},"parameters":{"size":"1280*720","duration":5,"audio":false},"strict":true,"client_request_id":"own-NUMBER"}""",
    ];

    // With the command at COMMAND.
    private static readonly string[] Envelopes =
    [
        """{"messageType":["urn:message:wan:generate-video"],"message":COMMAND}""",
        """{"messageId":"a4000000-0c8b-0242-d0d8-08ddf5b4a9e2","requestId":null,"correlationId":"7","conversationId":"a4000000-0c8b-0242-d0d8-08ddf5b4a9e3","sourceAddress":"rabbitmq://h/x?temporary=true","destinationAddress":"rabbitmq://h/wan.generate-video","responseAddress":"::","faultAddress":"no address","messageType":["urn:message:wan:generate-video","urn:message:wan:other"],"message":COMMAND,"expirationTime":"2020-01-01T00:00:00Z","sentTime":"never","headers":{"MT-Activity-Id":"00-x","traceparent":7,"MT-Fault-Message":"x"},"host":{"machineName":"h"}}""",
        """{"messageType":["urn:message:wan:cancel-generation"],"message":COMMAND}""",
        """{"MESSAGETYPE":["urn:message:wan:generate-video"],"Message":COMMAND}""",
        """{"job":{},"messageType":["urn:message:MassTransit:Fault"],"message":{"message":COMMAND}}""",
    ];

    private static readonly string[] ContentTypes =
    [
        "text/plain", "application/json; charset=utf-16", "application/json;", "application/json; charset", "APPLICATION/JSON", "application/*", "/", ";", "a/b/c", " ",
        "application/vnd.masstransit+json; charset=utf-8", "application/vnd.masstransit+xml", "application/vnd.masstransit+bson", "application/vnd.masstransit+aes",
        "application/octet-stream", "multipart/mixed; boundary=\"", $"application/json; x={new string('y', 200)}", "no type", "\u4f60/\u597d", $"a/{NoText}",
    ];

    private static readonly string[] HeaderNames =
    [
        "traceparent", "tracestate", "baggage", "MT-Activity-Id", "MT-Activity-Correlation-Context", "Diagnostic-Id", "MessageId", "CorrelationId", "ConversationId", "InitiatorId",
        "RequestId", "SourceAddress", "ResponseAddress", "FaultAddress", "DestinationAddress", "MessageType", "Content-Type", "ContentType", "SentTime", "MT-Redelivery-Count", "MT-Reason",
        "MT-Fault-Message", "MT-Fault-InputAddress", "MT-Host-MachineName", "MT-Encryption-Key", "MT-Scheduling-TokenId", "x-delivery-count", "x-first-death-queue",
        "x-first-death-reason", "publishId", "x-dotnet-pub-seq-no", "NServiceBus.EnclosedMessageTypes", "", " ", $"{NoText}", new string('n', 250),
    ];

    private static readonly string[] Texts =
    [
        "", " ", "x", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-zz", "00-00000000000000000000000000000000-0000000000000000-00",
        "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-more", "|4bf92f35.", "a=b,c=d;e=%ff,=,,;;", "\"", "[{\"Key\":\"a\"}]", "{", "null", "a4000000-0c8b-0242-d0d8-08ddf5b4a9e2", "rabbitmq://", "::",
        "99999999999999999999", "application/vnd.masstransit+json", "urn:message:wan:cancel-generation", "2020-01-01T00:00:00Z", "\r\nx: y", "\0", $"{NoText}", new string('z', 3000),
    ];

    /// <summary>AMQP's <c>message-id</c> of a message.</summary>
    public static string Id(int number) => string.Create(CultureInfo.InvariantCulture, $"spoilt-{number:d6}");

    /// <summary>The requester's own id in it, while nothing is done to it.</summary>
    public static string OwnId(int number) => string.Create(CultureInfo.InvariantCulture, $"own-{number:d6}");

    /// <summary>One of them, always the same of a number.</summary>
    public static (byte[] Body, BasicProperties Properties) Make(int number)
    {
        var random = new Random(number);
        var command = random.Pick(Commands).Replace("own-NUMBER", OwnId(number), StringComparison.Ordinal);
        var isEnvelope = random.Next(2) == 0;
        var body = Encoding.UTF8.GetBytes(isEnvelope ? random.Pick(Envelopes).Replace("COMMAND", command, StringComparison.Ordinal) : command);
        return (random.Next(50) == 0 ? Noise(random) : SpoiltBodies.Spoil(body, random), Properties(number, isEnvelope ? Envelope : Json, random));
    }

    private static T Pick<T>(this Random random, T[] choices) => choices[random.Next(choices.Length)];

    private static byte[] Noise(Random random)
    {
        var noise = new byte[random.Pick([0, 1, 2, 100, 5000, 100_000])];
        random.NextBytes(noise);
        return noise;
    }

    private static BasicProperties Properties(int number, string contentType, Random random)
    {
        var properties = new BasicProperties { MessageId = Id(number), Headers = Headers(random) };
        if (random.Next(10) != 0)
            properties.ContentType = random.Next(2) == 0 ? contentType : random.Next(3) == 0 ? (contentType == Json ? Envelope : Json) : random.Pick(ContentTypes);
        if (random.Next(3) == 0)
            properties.CorrelationId = random.Pick(Texts).Truncated();
        if (random.Next(4) == 0)
            (properties.AppId, properties.Type) = (random.Pick(Texts).Truncated(), random.Pick(Texts).Truncated());
        if (random.Next(4) == 0)
            (properties.ReplyTo, properties.ContentEncoding) = (random.Pick(Texts).Truncated(), random.Pick(["gzip", "utf-16", "br", "x"]));
        if (random.Next(4) == 0)
            (properties.Priority, properties.DeliveryMode) = ((byte)random.Next(256), (DeliveryModes)random.Next(1, 3));
        if (random.Next(4) == 0)
            properties.Timestamp = new AmqpTimestamp(random.Pick([0, -1, long.MinValue, long.MaxValue, 253_402_300_800]));
        if (random.Next(10) == 0)
            properties.Expiration = "86400000";
        return properties;
    }

    private static Dictionary<string, object?>? Headers(Random random)
    {
        if (random.Next(100) == 0)
            return new() { [random.Pick(HeaderNames)] = new string('x', 129_000) }; // Together with the rest as much as a frame takes.
        if (random.Next(3) == 0)
            return null;
        var headers = new Dictionary<string, object?>();
        for (var left = random.Next(1, 6); left > 0; left--)
            headers[random.Pick(HeaderNames)] = Value(random, depth: 0);
        return headers;
    }

    private static object? Value(Random random, int depth) => random.Next(depth < 3 ? 13 : 10) switch
    {
        0 => null,
        1 => random.Next(2) == 0,
        2 => random.Pick([0L, -1L, long.MaxValue]),
        3 => random.Pick([-0.0, double.MaxValue, double.Epsilon]),
        4 => new AmqpTimestamp(random.Pick([long.MaxValue, -1L, 0L])),
        5 => new byte[] { 0xff, 0xfe, 0, 0xed, 0xa0, 0x80 },
        6 => 79.5m,
        7 or 8 or 9 => random.Pick(Texts),
        10 => new Dictionary<string, object?> { [random.Pick(HeaderNames)] = Value(random, depth + 1) },
        11 => new List<object?> { Value(random, depth + 1), Value(random, depth + 1) },
        _ => new BinaryTableValue(new byte[] { 0xff }),
    };

    // A short text of AMQP has no more than 255 bytes.
    private static string Truncated(this string text) => text.Length > 255 ? text[..255] : text;
}
