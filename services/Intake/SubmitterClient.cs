using System.Net;
using Wan.Hosting.Doors.Access;
using Wan.Intake.Views;

namespace Wan.Intake;

/// <summary>Asks Submitter, where that is another process, where a generation stands in the line, and what the accounts may still do. Nothing waits for its answers for long.</summary>
internal sealed class SubmitterClient(HttpClient http, AddressSigner signer) : ServiceClient(http, signer), ISubmitterLine
{
    /// <inheritdoc/>
    public Task<QueueView?> FindAsync(string generationId, CancellationToken cancellationToken) => AskAsync(
        HttpMethod.Get,
        $"/v1/queue/{generationId}",
        async answer => answer.StatusCode switch
        {
            HttpStatusCode.OK => await answer.Content.ReadFromJsonAsync(IntakeJson.Default.QueueView, cancellationToken),
            HttpStatusCode.NotFound => QueueView.Starting,
            _ => null,
        },
        cancellationToken);

    /// <inheritdoc/>
    public Task<PriorityAnswer> ChangePriorityAsync(string generationId, string priority, CancellationToken cancellationToken) => AskAsync(
        HttpMethod.Put,
        $"/v1/queue/{generationId}/priority/{priority}",
        answer => Task.FromResult(answer.StatusCode switch
        {
            HttpStatusCode.NoContent => PriorityAnswer.Changed,
            HttpStatusCode.Conflict => PriorityAnswer.Gone,
            HttpStatusCode.NotFound => PriorityAnswer.NotThere,
            _ => PriorityAnswer.Unknown,
        }),
        cancellationToken);
}
