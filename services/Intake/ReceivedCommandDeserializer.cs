using System.Diagnostics.CodeAnalysis;
using System.Net.Mime;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using MassTransit;
using MassTransit.RabbitMqTransport;
using MassTransit.Serialization;
using Wan.Contracts;
using Wan.Intake.Doors;

namespace Wan.Intake;

/// <summary>
/// Makes a <see cref="ReceivedCommand"/> of any bytes, so that what is no command is refused like any other wrong request and never lies in an
/// error queue. Of an envelope it takes the content. Nothing else of the message goes on into ours: a header that is as large as a frame would be too
/// large for a frame of our own, and the broker cuts a connection for that.
/// </summary>
internal sealed class ReceivedCommandDeserializer(ContentType contentType) : IMessageDeserializer, ISerializerFactory
{
    private const RawSerializerOptions Reading = RawSerializerOptions.AnyMessageType | RawSerializerOptions.AddTransportHeaders;

    private static readonly string Urn = MessageUrn.ForTypeString<GenerateVideo>();

    /// <summary>Plain JSON, and whatever no other deserializer claims.</summary>
    public static ContentType Plain { get; } = new(MediaTypeNames.Application.Json);

    /// <summary>What MassTransit sends.</summary>
    public static ContentType Envelope => SystemTextJsonMessageSerializer.JsonContentType;

    public ContentType ContentType => contentType;

    public IMessageDeserializer CreateDeserializer() => this;

    /// <summary>This only reads.</summary>
    public IMessageSerializer CreateSerializer() => throw new NotSupportedException();

    public ConsumeContext Deserialize(ReceiveContext receiveContext)
    {
        // MassTransit's headers may be the sender's own of these names.
        var ids = receiveContext.TryGetPayload<RabbitMqBasicConsumeContext>(out var delivery)
            ? (delivery.Properties.MessageId, delivery.Properties.CorrelationId)
            : Ids(receiveContext.TransportHeaders);
        return new BodyConsumeContext(receiveContext, Deserialize(receiveContext.Body, ids, receiveContext.InputAddress));
    }

    public SerializerContext Deserialize(MessageBody body, Headers headers, Uri? destinationAddress = null) => Deserialize(body, Ids(headers), destinationAddress);

    public MessageBody GetMessageBody(string text) => new StringMessageBody(text);

    public void Probe(ProbeContext context) => context.CreateScope("received-command").Add("contentType", contentType.MediaType);

    private Content Deserialize(MessageBody body, (string? Message, string? Correlation) ids, Uri? destinationAddress)
    {
        var (content, problem) = Read(body.GetBytes());
        var message = new RawMessageContext(EmptyHeaders.Instance, destinationAddress, Reading); // At what some headers say MassTransit fails.
        return new Content(message, new ReceivedCommand(content, problem, ids.Message, ids.Correlation));
    }

    private (ReadOnlyMemory<byte> Content, Finding? Problem) Read(byte[] bytes)
    {
        var isEnvelope = contentType.MediaType == Envelope.MediaType;
        if (!isEnvelope && bytes.AsSpan().IndexOf("\"messageType\""u8) < 0)
            return (bytes, null);
        try
        {
            using var document = JsonDocument.Parse(bytes);
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("message"u8, out var message))
                return (bytes, null);
            var isNamed = root.TryGetProperty("messageType"u8, out var types) && types.ValueKind == JsonValueKind.Array && types.GetArrayLength() > 0;
            if (!isEnvelope)
                return (bytes, isNamed ? Unlabelled : null);
            var content = JsonMarshal.GetRawUtf8Value(message).ToArray();
            return (content, isNamed && !types.EnumerateArray().Any(IsOurs) ? OfAnother : null);
        }
        catch (JsonException)
        {
            return (bytes, null); // The rules say where it stops being JSON.
        }
    }

    // What is no text, or half a character, is not ours. By the bytes, since to read half a character fails.
    private static bool IsOurs(JsonElement type) =>
        type.ValueKind == JsonValueKind.String && JsonMarshal.GetRawUtf8Value(type)[1..^1].SequenceEqual(Encoding.UTF8.GetBytes(Urn));

    private static Finding Unlabelled => Problems.Error("envelope.content_type", "",
        $"This is a MassTransit envelope. Its content type must be {Envelope.MediaType}; as it is, it was read as plain JSON.");

    private static Finding OfAnother =>
        Problems.Error("envelope.message_type", "/messageType", $"The envelope's message type is not {Urn}, but that of another message.");

    private static (string? Message, string? Correlation) Ids(Headers headers) => (Text(headers, MessageHeaders.MessageId), Text(headers, MessageHeaders.CorrelationId));

    private static string? Text(Headers headers, string name) => headers.TryGetHeader(name, out var value) ? value?.ToString() : null;

    private sealed class Content(MessageContext message, ReceivedCommand command) : SystemTextJsonRawSerializerContext(
        SystemTextJsonMessageSerializer.Instance, SystemTextJsonMessageSerializer.Options, Plain, message, [], Reading, Nothing)
    {
        private static readonly JsonElement Nothing = JsonElement.Parse("{}"u8);

        public override bool TryGetMessage<T>([NotNullWhen(true)] out T? message) where T : class => (message = command as T) is not null;

        public override bool TryGetMessage(Type messageType, [NotNullWhen(true)] out object? message) =>
            (message = messageType.IsInstanceOfType(command) ? command : null) is not null;
    }
}
