using System.Net;
using System.Net.Mime;
using System.Text.Json;
using Wan.Hosting.Doors.Access;
using Wan.Intake.Doors;
using Wan.Intake.Views;

namespace Wan.Intake;

/// <summary>Asks Submitter, where that is another process, where a generation stands in the line, and what the accounts may still do. Nothing waits for its answers for long.</summary>
internal sealed class SubmitterClient(HttpClient http, AddressSigner signer) : ISubmitterLine
{
    /// <summary>How long an answer may take.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

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

    /// <summary>What Submitter answers at a door that is its own, with status and type, for whoever asked here; null if it can't be asked, or does not know the door.</summary>
    /// <param name="method">The method of the request.</param>
    /// <param name="path">From the root, unescaped.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    public Task<IResult?> PassOnAsync(string method, string path, CancellationToken cancellationToken) => AskAsync<IResult>(
        new HttpMethod(method),
        path,
        async answer => answer.StatusCode == HttpStatusCode.OK || IsNotFound(answer)
            ? new PassedAnswer((int)answer.StatusCode, await answer.Content.ReadAsByteArrayAsync(cancellationToken))
            : null,
        cancellationToken);

    // Said by the door itself, which an older Submitter has not.
    private static bool IsNotFound(HttpResponseMessage answer) =>
        answer.StatusCode == HttpStatusCode.NotFound && answer.Content.Headers.ContentType?.MediaType == MediaTypeNames.Application.ProblemJson;

    private async Task<T?> AskAsync<T>(HttpMethod method, string path, Func<HttpResponseMessage, Task<T?>> read, CancellationToken cancellationToken)
    {
        if (http.BaseAddress is null)
            return default;
        try
        {
            var escaped = string.Join('/', path.TrimStart('/').Split('/').Select(Uri.EscapeDataString));
            using var request = new HttpRequestMessage(method, escaped + signer.SignBriefly(method.Method, path)[path.Length..]);
            using var response = await http.SendAsync(request, cancellationToken);
            return await read(response);
        }
        catch (Exception exception) when (exception is HttpRequestException or JsonException
            || exception is OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            return default;
        }
    }
}
