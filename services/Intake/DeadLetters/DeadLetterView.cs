using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using RabbitMQ.Client;

namespace Wan.Intake.DeadLetters;

/// <summary>The first message of a queue of those that nobody handles any more.</summary>
internal sealed record DeadLetterView
{
    /// <summary>Where it lies.</summary>
    [JsonPropertyName("queue")]
    public required string Queue { get; init; }

    /// <summary>How many the queue has, this one too.</summary>
    [JsonPropertyName("messages")]
    public required long Messages { get; init; }

    /// <summary>The queue that it came from, where moving back puts it; absent: it is not known or none of ours, and the message stays.</summary>
    [JsonPropertyName("came_from")]
    public string? CameFrom { get; init; }

    /// <summary>Its type, such as <c>urn:message:wan:cancel-task</c>; absent: it does not say.</summary>
    [JsonPropertyName("type")]
    public string? Type { get; init; }

    /// <summary>Its id; absent: it has none.</summary>
    [JsonPropertyName("id")]
    public string? Id { get; init; }

    /// <summary>When it failed, or when it was sent where only that is known; absent: neither. ISO 8601.</summary>
    [JsonPropertyName("at")]
    public DateTimeOffset? At { get; init; }

    /// <summary>Why it lies here in one word, such as <c>fault</c>, <c>dead-letter</c> (nothing handles its type), <c>delivery_limit</c> (whoever took it ended without an answer), <c>expired</c>; absent: it does not say.</summary>
    [JsonPropertyName("reason")]
    public string? Reason { get; init; }

    /// <summary>The type of the exception that its handler ended with; absent: it does not say.</summary>
    [JsonPropertyName("exception")]
    public string? Exception { get; init; }

    /// <summary>The exception's message; absent: it does not say.</summary>
    [JsonPropertyName("message")]
    public string? Message { get; init; }

    /// <summary>Where in the program it was, at most 4 KiB; absent: it does not say.</summary>
    [JsonPropertyName("stack")]
    public string? Stack { get; init; }

    /// <summary>Its size. Bytes.</summary>
    [JsonPropertyName("bytes")]
    public required long Bytes { get; init; }

    /// <summary>Its first 4 KiB as text; what is no UTF-8 is shown as U+FFFD.</summary>
    [JsonPropertyName("body")]
    public required string Body { get; init; }

    public static DeadLetterView Of(string queue, BasicGetResult message, long messages)
    {
        var properties = message.BasicProperties;
        return new()
        {
            Queue = queue,
            Messages = messages,
            CameFrom = DeadLetterQueues.OriginOf(queue, Text("x-first-death-queue")),
            Type = TypeOf(message.Body.Span) ?? Text("MT-MessageType") ?? properties.Type,
            Id = properties.MessageId,
            At = DateTimeOffset.TryParse(Text("MT-Fault-Timestamp"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var failed) ? failed : SentAt(properties),
            Reason = Text("MT-Reason") ?? Text("x-first-death-reason"),
            Exception = Text("MT-Fault-ExceptionType"),
            Message = Text("MT-Fault-Message"),
            Stack = Text("MT-Fault-StackTrace"),
            Bytes = message.Body.Length,
            Body = DeadLetterProperties.Text(message.Body.Span),
        };

        string? Text(string header) => DeadLetterProperties.Text(properties, header);
    }

    private static DateTimeOffset? SentAt(IReadOnlyBasicProperties properties) =>
        properties.IsTimestampPresent() && properties.Timestamp.UnixTime is >= 0 and < 253_402_300_800 and var seconds ? DateTimeOffset.FromUnixTimeSeconds(seconds) : null; // To the year 9999.

    // The envelope has all types of a message, its own first.
    private static string? TypeOf(ReadOnlySpan<byte> body)
    {
        try
        {
            var reader = new Utf8JsonReader(body);
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
                return null;
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                if (reader.ValueTextEquals("messageType"))
                    return reader.Read() && reader.TokenType == JsonTokenType.StartArray && reader.Read() && reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
                reader.Skip();
            }
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // No JSON, or no text in it: then it does not say.
        }

        return null;
    }
}
