using System.Text.Json;
using System.Text.Json.Nodes;
using MassTransit;
using Wan.Contracts;
using Wan.DashScope;

namespace Wan.Intake;

/// <summary>
/// The bus door. It takes the message as bare JSON, so that a wrong field is a finding in <see cref="GenerationRejected"/> and not a message that
/// can't be read.
/// </summary>
internal sealed class GenerateVideoConsumer(GenerationRequestReader reader, Acceptance acceptance) : IConsumer<JsonObject>
{
    public async Task Consume(ConsumeContext<JsonObject> context)
    {
        var reading = reader.Read(JsonSerializer.SerializeToUtf8Bytes(context.Message));
        var (tenant, clientRequestId) = (reading.Envelope.Tenant ?? Acceptance.DefaultTenant, reading.Envelope.ClientRequestId);

        if (!reading.Accepted)
        {
            await RejectAsync(context, reading, reading.Findings, tenant, clientRequestId);
            return;
        }

        var outcome = await acceptance.AcceptAsync(reading, tenant, clientRequestId, context.CancellationToken);
        if (outcome is AcceptanceOutcome.Conflicting conflict)
            await RejectAsync(context, reading, [Conflict(conflict.Generation, "/client_request_id")], tenant, clientRequestId);
        else if (outcome.Generation.Status == "accepted")
            await context.Publish(new ContinueGeneration { GenerationId = outcome.Generation.Id });
    }

    /// <summary>What is wrong with a request whose id was used for another one.</summary>
    public static Finding Conflict(Generation earlier, string pointer) => new()
    {
        Severity = "error",
        Code = "idempotency.conflict",
        Pointer = pointer,
        Message = $"This id was used at {earlier.CreatedAt:u} for another request, generation {earlier.Id}. Use a new id for a new request.",
    };

    private async Task RejectAsync(
        ConsumeContext context, RequestReading reading, IReadOnlyList<Finding> findings, string tenant, string? clientRequestId)
    {
        var rejected = await acceptance.RejectAsync(reading, findings, tenant, clientRequestId, context.CancellationToken);
        await context.Publish(rejected.ToRejected());
    }
}
