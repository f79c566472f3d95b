namespace Wan.Hosting.Tracing;

/// <summary>
/// Attributes of spans, metrics and logs that are ours, and the few of OpenTelemetry's that we set by hand. <c>docs/telemetry.md</c> has them as a table.
/// https://opentelemetry.io/docs/specs/semconv/
/// </summary>
public static class WanAttributes
{
    /// <summary>The generation's id, a UUID.</summary>
    public const string GenerationId = "wan.generation.id";

    /// <summary>How a generation ended: <c>completed</c>, <c>failed</c>, <c>cancelled</c> or <c>rejected</c>.</summary>
    public const string GenerationStatus = "wan.generation.status";

    /// <summary>The vendor's id of the task.</summary>
    public const string TaskId = "wan.task.id";

    /// <summary>Name of the account, as in the configuration.</summary>
    public const string Account = "wan.account";

    /// <summary>The model's name as the vendor spells it.</summary>
    public const string Model = "wan.model";

    /// <summary>On whose behalf.</summary>
    public const string Tenant = "wan.tenant";

    /// <summary><c>high</c>, <c>normal</c> or <c>low</c>.</summary>
    public const string Priority = "wan.priority";

    /// <summary>POSTs of the generation, those that made no task included.</summary>
    public const string Attempts = "wan.attempts";

    /// <summary>Queries of the task by its id.</summary>
    public const string Polls = "wan.polls";

    /// <summary>Seconds from the task's end at the vendor to our knowing of it.</summary>
    public const string DetectionDelay = "wan.detection_delay";

    /// <summary>What it cost, or would have, in <see cref="CostCurrency"/>.</summary>
    public const string Cost = "wan.cost.amount";

    /// <summary>ISO 4217.</summary>
    public const string CostCurrency = "wan.cost.currency";

    /// <summary>Bytes of the archived video.</summary>
    public const string VideoBytes = "wan.video.bytes";

    /// <summary>What came of a step, one word.</summary>
    public const string Outcome = "wan.outcome";

    /// <summary>In whose manner a request came in: <c>http</c>, our own, <c>bus</c>, or another system's, such as <c>dashscope</c> or <c>mcp</c>.</summary>
    public const string Door = "wan.door";

    /// <summary>What the vendor is asked: <c>ask</c> for a task, <c>list</c> for a page of tasks, <c>cancel</c>.</summary>
    public const string QueryKind = "wan.query.kind";

    /// <summary>Which loop drives on what is due, such as <c>intake</c>.</summary>
    public const string Sweep = "wan.sweep";

    /// <summary>The message that is handled, as its exchange is named.</summary>
    public const string Message = "wan.message";

    /// <summary>OpenTelemetry's word for what went wrong, of few different values.</summary>
    public const string ErrorType = "error.type";

    /// <summary>OpenTelemetry's: <c>rabbitmq</c>.</summary>
    public const string MessagingSystem = "messaging.system";

    /// <summary>OpenTelemetry's: <c>process</c>.</summary>
    public const string MessagingOperation = "messaging.operation.type";

    /// <summary>OpenTelemetry's: the queue.</summary>
    public const string MessagingDestination = "messaging.destination.name";

    /// <summary>OpenTelemetry's: AMQP's <c>message_id</c>.</summary>
    public const string MessagingMessageId = "messaging.message.id";
}
