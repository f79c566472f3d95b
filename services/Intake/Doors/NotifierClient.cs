using System.Net.Http.Headers;
using Wan.Hosting.Doors;
using Wan.Hosting.Doors.Access;

namespace Wan.Intake.Doors;

/// <summary>Passes requests on to Notifier, where that is another process, with who asks. Nothing of the requester's headers goes along but the type of the body.</summary>
internal sealed class NotifierClient(HttpClient http, AddressSigner signer)
{
    /// <summary>How long an answer may take; a store that is away is told of sooner.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private static readonly string[] Headers = ["Cache-Control", "Retry-After"];

    // Bodies there have 4 KiB at most; a little more, so that Notifier says so.
    private const int MostBytes = (4 * 1024) + 1;

    /// <summary>Answers as Notifier does.</summary>
    public async Task PassOnAsync(HttpContext context)
    {
        var (request, answer) = (context.Request, context.Response);
        if (http.BaseAddress is null)
        {
            await Problems.NoNotifier().ExecuteAsync(context);
            return;
        }

        if (AddressOf(request, http.BaseAddress) is not { } address)
        {
            await Problems.NoWebhook().ExecuteAsync(context);
            return;
        }

        using var passed = new HttpRequestMessage(new HttpMethod(request.Method), address);
        signer.SayWhoAsks(passed, request.Method, request.Path.Value + request.QueryString.Value, context.Requester());
        await AddBodyAsync(request, passed);
        HttpResponseMessage? got = null;
        try
        {
            got = await http.SendAsync(passed, context.RequestAborted);
        }
        catch (Exception exception) when (exception is HttpRequestException || (exception is OperationCanceledException && !context.RequestAborted.IsCancellationRequested))
        {
            // Said below.
        }

        using (got)
        {
            if (got is null)
            {
                await Problems.NoNotifier().ExecuteAsync(context);
                return;
            }

            answer.StatusCode = (int)got.StatusCode;
            foreach (var name in Headers.Where(name => got.Headers.NonValidated.Contains(name)))
                answer.Headers[name] = got.Headers.NonValidated[name].ToString();
            answer.ContentType = got.Content.Headers.ContentType?.ToString();
            if (await got.Content.ReadAsByteArrayAsync(context.RequestAborted) is { Length: > 0 } body)
                await answer.Body.WriteAsync(body, context.RequestAborted);
        }
    }

    // Nothing of the path is left to be decoded there, where it might lead elsewhere; and the query arrives as it was signed.
    private static Uri? AddressOf(HttpRequest request, Uri below) => request.Path.Value!.Contains('%', StringComparison.Ordinal) || request.Path.Value.Contains("..", StringComparison.Ordinal)
        ? null
        : new Uri(new Uri(below, ".").AbsoluteUri + request.Path.ToUriComponent().TrimStart('/') + request.QueryString.ToUriComponent(), new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });

    private static async Task AddBodyAsync(HttpRequest request, HttpRequestMessage passed)
    {
        var (buffer, length) = (new byte[MostBytes], 0);
        for (var read = 1; read > 0 && length < buffer.Length; length += read)
            read = await request.ReadSomeAsync(buffer.AsMemory(length), request.HttpContext.RequestAborted);
        if (length == 0)
            return;
        passed.Content = new ByteArrayContent(buffer, 0, length);
        if (MediaTypeHeaderValue.TryParse(request.ContentType, out var type))
            passed.Content.Headers.ContentType = type;
        if (request.Headers.ContentEncoding is { Count: > 0 } encoding)
            passed.Content.Headers.TryAddWithoutValidation("Content-Encoding", encoding.ToString());
    }
}
