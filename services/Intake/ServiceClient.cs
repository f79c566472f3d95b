using System.Net;
using System.Net.Mime;
using System.Text.Json;
using Wan.Hosting.Doors.Access;
using Wan.Intake.Doors;

namespace Wan.Intake;

/// <summary>Asks another service of ours, where that is another process, with a signature that lets this one in. Nothing waits for its answers for long.</summary>
internal abstract class ServiceClient(HttpClient http, AddressSigner signer)
{
    /// <summary>How long an answer may take.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>What the service answers at a door that is its own, with status and type, for whoever asked here; null if it can't be asked, or does not know the door.</summary>
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

    // Said by the door itself, which an older release has not.
    private static bool IsNotFound(HttpResponseMessage answer) =>
        answer.StatusCode == HttpStatusCode.NotFound && answer.Content.Headers.ContentType?.MediaType == MediaTypeNames.Application.ProblemJson;

    /// <summary>Asks.</summary>
    /// <returns>What was read of the answer; null if there was none in time.</returns>
    protected async Task<T?> AskAsync<T>(HttpMethod method, string path, Func<HttpResponseMessage, Task<T?>> read, CancellationToken cancellationToken)
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
