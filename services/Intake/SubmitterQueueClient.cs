using System.Net;
using Wan.Hosting.Doors.Access;
using Wan.Intake.Views;

namespace Wan.Intake;

/// <summary>Asks Submitter where a generation stands in the line. A line that can't be asked is not shown; nothing waits for it.</summary>
internal sealed class SubmitterQueueClient(HttpClient http, AddressSigner signer)
{
    public async Task<QueueView?> FindAsync(string generationId, CancellationToken cancellationToken)
    {
        if (http.BaseAddress is null)
            return null;
        try
        {
            using var response = await http.GetAsync(signer.SignBriefly(HttpMethods.Get, $"/v1/queue/{generationId}").TrimStart('/'), cancellationToken);
            return response.StatusCode == HttpStatusCode.OK
                ? await response.Content.ReadFromJsonAsync(IntakeJson.Default.QueueView, cancellationToken)
                : null;
        }
        catch (Exception exception) when (exception is HttpRequestException or System.Text.Json.JsonException
            || exception is OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }
}
