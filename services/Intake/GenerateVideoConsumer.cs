using System.Security.Cryptography;
using MassTransit;
using Microsoft.Extensions.Options;
using Wan.Contracts;
using Wan.DashScope.Requests;
using Wan.Intake.Doors;
using Wan.Intake.Files;
using Wan.Intake.Limits;
using Wan.Intake.Sagas;

namespace Wan.Intake;

/// <summary>
/// The bus door. It takes the message as bare bytes, so that whatever is wrong with them is a finding in <see cref="GenerationRejected"/> and not a
/// message that can't be read.
/// </summary>
internal sealed class GenerateVideoConsumer(GenerationRequestReader reader, FileLookup files, Acceptance acceptance, FirstMessage first, TenantLimitsDoor limits, IOptions<IntakeOptions> options)
    : IConsumer<ReceivedCommand>
{
    public async Task Consume(ConsumeContext<ReceivedCommand> context)
    {
        var command = context.Message;
        var reading = reader.Read(command.Body);
        if (command.Problem is { } problem)
        {
            await RejectAsync(context, reading, [problem]);
            return;
        }

        if (command.Body.Length > options.Value.MaxRequestBytes)
        {
            await RejectAsync(context, reading, [Problems.TooLargeFinding(options.Value.MaxRequestBytes)]);
            return;
        }

        var (tenant, clientRequestId) = (reading.Envelope.Tenant ?? Acceptance.DefaultTenant, reading.Envelope.ClientRequestId);
        reading = await files.CompleteAsync(reading, tenant, found => Task.FromResult(reader.Read(command.Body, found)), context.CancellationToken);
        var messageId = MessageKey(command);
        var outcome = reading.Accepted
            ? await acceptance.AcceptAsync(reading, tenant, clientRequestId, messageId, context.CancellationToken)
            : await acceptance.FindRepeatedAsync(reading, tenant, clientRequestId, messageId, context.CancellationToken);
        if (outcome is null)
            await RejectAsync(context, reading, reading.Findings);
        else if (outcome is AcceptanceOutcome.Limited limited)
            await RejectAsync(context, reading, limits.Refuse(limited));
        else if (outcome is AcceptanceOutcome.Conflicting conflict)
            await RejectAsync(context, reading, [Conflict(conflict.Generation, "/client_request_id")]);
        else if (outcome.Generation.ToEnd(options.Value.PublicUrl) is { } end)
            await context.Publish(end, end.GetType()); // Whoever asks again has missed it.
        else
            await first.SendAsync(outcome.Generation);
    }

    /// <summary>What is wrong with a request whose id was used for another one.</summary>
    public static Finding Conflict(Generation earlier, string pointer) => new()
    {
        Severity = "error",
        Code = "idempotency.conflict",
        Pointer = pointer,
        Message = $"This id was used at {earlier.CreatedAt:u} for another request, generation {earlier.Id}. Use a new id for a new request.",
    };

    // A message that comes again has the same bytes; many a sender gives all its messages the same id.
    private static string MessageKey(ReceivedCommand command) => string.IsNullOrEmpty(command.MessageId)
        ? command.DeliveryId
        : $"{command.MessageId}/{Convert.ToHexStringLower(SHA256.HashData(command.Body.Span))}";

    private async Task RejectAsync(ConsumeContext<ReceivedCommand> context, RequestReading reading, IReadOnlyList<Finding> findings)
    {
        var (command, messageId) = (context.Message, context.Message.MessageId ?? context.Message.CorrelationId);
        var rejected = await acceptance.RejectAsync(reading, findings, command.Body, messageId, context.CancellationToken);
        await context.Publish(rejected.ToRejected() with { Findings = findings, MessageId = command.MessageId, CorrelationId = command.CorrelationId });
    }
}
