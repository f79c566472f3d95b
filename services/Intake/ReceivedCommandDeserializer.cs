using System.Diagnostics.CodeAnalysis;
using System.Net.Mime;
using System.Runtime.InteropServices;
using System.Runtime.Serialization;
using System.Text.Json;
using MassTransit;
using MassTransit.Serialization;

namespace Wan.Intake;

/// <summary>
/// Makes a <see cref="ReceivedCommand"/> of any bytes, so that what is no command is refused like any other wrong request and never lies in an
/// error queue. Of an envelope it takes the content.
/// </summary>
internal sealed class ReceivedCommandDeserializer(ContentType contentType) : IMessageDeserializer, ISerializerFactory
{
    /// <summary>Plain JSON, and whatever no other deserializer claims.</summary>
    public static ContentType Plain { get; } = new(MediaTypeNames.Application.Json);

    /// <summary>What MassTransit sends.</summary>
    public static ContentType Envelope => SystemTextJsonMessageSerializer.JsonContentType;

    public ContentType ContentType => contentType;

    public IMessageDeserializer CreateDeserializer() => this;

    /// <summary>This only reads.</summary>
    public IMessageSerializer CreateSerializer() => throw new NotSupportedException();

    public ConsumeContext Deserialize(ReceiveContext receiveContext) =>
        new BodyConsumeContext(receiveContext, Deserialize(receiveContext.Body, receiveContext.TransportHeaders, receiveContext.InputAddress));

    public SerializerContext Deserialize(MessageBody body, Headers headers, Uri? destinationAddress = null)
    {
        var bytes = body.GetBytes();
        var isEnvelope = contentType.MediaType == Envelope.MediaType;
        var envelope = isEnvelope ? ReadEnvelope(body, headers, destinationAddress) : null;
        return new Content(
            envelope ?? new RawMessageContext(headers, destinationAddress, RawSerializerOptions.All),
            new ReceivedCommand(isEnvelope ? ContentOf(bytes) : bytes));
    }

    public MessageBody GetMessageBody(string text) => new StringMessageBody(text);

    public void Probe(ProbeContext context) => context.CreateScope("received-command").Add("contentType", contentType.MediaType);

    // Ids and headers; null where the envelope is none. They are read when first asked for, which would be where nobody can help any more.
    private static MessageContext? ReadEnvelope(MessageBody body, Headers headers, Uri? destinationAddress)
    {
        try
        {
            MessageContext envelope = SystemTextJsonMessageSerializer.Instance.Deserialize(body, headers, destinationAddress);
            _ = (envelope.MessageId, envelope.RequestId, envelope.CorrelationId, envelope.ConversationId, envelope.InitiatorId, envelope.Host);
            _ = (envelope.SourceAddress, envelope.DestinationAddress, envelope.ResponseAddress, envelope.FaultAddress, envelope.Headers.GetAll().Count());
            return envelope;
        }
        catch (Exception exception) when (exception is SerializationException or FormatException or ArgumentException or JsonException)
        {
            return null;
        }
    }

    private static ReadOnlyMemory<byte> ContentOf(byte[] envelope)
    {
        try
        {
            using var document = JsonDocument.Parse(envelope);
            return document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty("message"u8, out var content)
                ? JsonMarshal.GetRawUtf8Value(content).ToArray()
                : envelope;
        }
        catch (JsonException)
        {
            return envelope; // The rules say where it stops being JSON.
        }
    }

    private sealed class Content(MessageContext message, ReceivedCommand command) : SystemTextJsonRawSerializerContext(
        SystemTextJsonMessageSerializer.Instance, SystemTextJsonMessageSerializer.Options, Plain, message, [], RawSerializerOptions.All, Nothing)
    {
        private static readonly JsonElement Nothing = JsonDocument.Parse("{}").RootElement;

        public override bool TryGetMessage<T>([NotNullWhen(true)] out T? message) where T : class => (message = command as T) is not null;

        public override bool TryGetMessage(Type messageType, [NotNullWhen(true)] out object? message) =>
            (message = messageType.IsInstanceOfType(command) ? command : null) is not null;
    }
}
