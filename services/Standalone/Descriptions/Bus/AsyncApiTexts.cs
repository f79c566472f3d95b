namespace Wan.Standalone.Descriptions.Bus;

/// <summary>What the description of the bus says beside what follows from the contracts.</summary>
internal static class AsyncApiTexts
{
    public const string About = """
        Ask for a video on RabbitMQ, and hear of its end. This is the bus as systems of other teams see it; whatever else runs over the same broker is between the services and changes with them.

        Names are snake_case, times ISO 8601 in UTC, durations seconds, amounts decimal strings with a currency. New members and words may come with any release: leave out what you do not know. None of those
        here goes, is renamed or becomes required of who sends.

        What is heard is told at least once: the same may come again, to be known by its `generation_id`. docs/bus.md has programs for Python, Node and C#.
        """;

    public const string ToSend =
        "A durable fanout exchange: publish to it with any routing key. It is there once any of the services has started. Publish as mandatory and with confirms, and the broker says if it has nowhere to put it.";

    public const string ToHear = "A durable fanout exchange: bind a queue of yours to it. It is there once any of the services has started; whoever comes first declares it in the same way.";

    public const string OfRejections =
        "`message_id` and `correlation_id` are those that the refused message had as AMQP properties, as text; one that had neither is known by its `client_request_id`, if that could be read.";

    /// <summary>Headers that are read of messages from outside.</summary>
    public const string HeadersTaken = """
        {
          "type": "object",
          "description": "No others are read, and none is passed on.",
          "properties": {
            "traceparent": { "type": "string", "description": "The sender's trace (W3C Trace Context), in which the generation's spans then stand." },
            "tracestate": { "type": "string", "description": "Beside traceparent, as it is." }
          }
        }
        """;

    /// <summary>Headers of what is told.</summary>
    public const string HeadersTold = """
        {
          "type": "object",
          "properties": {
            "traceparent": { "type": "string", "description": "The trace of the request (W3C Trace Context); absent where there is none." },
            "tracestate": { "type": "string", "description": "Beside traceparent, as the request had it." }
          }
        }
        """;

    /// <summary>What MassTransit writes around a message.</summary>
    public const string Envelope = """
        {
          "title": "MassTransitEnvelope",
          "description": "What MassTransit writes around a message. Whoever sends one needs messageType and message alone, and the content type application/vnd.masstransit+json.",
          "type": "object",
          "required": ["messageType", "message"],
          "properties": {
            "messageId": { "type": ["string", "null"], "format": "uuid", "description": "The message's own id, which its AMQP property message_id has too. A message that is told again has another." },
            "conversationId": { "type": ["string", "null"], "format": "uuid", "description": "The same for messages that come of one another." },
            "correlationId": { "type": ["string", "null"], "format": "uuid" },
            "initiatorId": { "type": ["string", "null"], "format": "uuid" },
            "requestId": { "type": ["string", "null"], "format": "uuid" },
            "sourceAddress": { "type": ["string", "null"], "description": "The queue of whoever sent it." },
            "destinationAddress": { "type": ["string", "null"], "description": "The exchange." },
            "responseAddress": { "type": ["string", "null"] },
            "faultAddress": { "type": ["string", "null"] },
            "messageType": { "type": "array", "items": { "type": "string" }, "description": "The URNs of what the message is; the first is its own." },
            "message": { "type": "object", "description": "The message." },
            "expirationTime": { "type": ["string", "null"], "format": "date-time" },
            "sentTime": { "type": ["string", "null"], "format": "date-time", "description": "By the sender's clock." },
            "headers": { "type": ["object", "null"], "description": "As AMQP's." },
            "host": { "type": ["object", "null"], "description": "The process that sent it." }
          }
        }
        """;
}
