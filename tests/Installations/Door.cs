using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Nodes;
using Wan.Fixtures;

namespace Wan.Installations;

/// <summary>
/// A requester at the HTTP door. It is patient: where nobody answers it asks again, and its idempotency keys make that safe.
/// </summary>
public sealed class Door(Uri address) : IDisposable
{
    private readonly HttpClient http = new() { BaseAddress = address, Timeout = TimeSpan.FromSeconds(30) };

    /// <summary>Places an order.</summary>
    /// <returns>The generation's id.</returns>
    public Task<string> PlaceAsync(Order order) => PlaceAsync(order, null);

    /// <summary>Places an order as part of a trace.</summary>
    /// <param name="order">The order.</param>
    /// <param name="traceParent">The requester's <c>traceparent</c>; null for none.</param>
    /// <returns>The generation's id.</returns>
    public async Task<string> PlaceAsync(Order order, string? traceParent)
    {
        var key = Guid.NewGuid().ToString();
        using var response = await AskAsync(() =>
        {
            var request = new HttpRequestMessage(HttpMethod.Post, "/v1/generations")
            {
                Content = JsonContent.Create(order.Body),
                Headers = { { "Idempotency-Key", key } },
            };
            if (traceParent is not null)
            {
                request.Headers.Add("traceparent", traceParent);
            }

            return request;
        });
        var answer = await response.Content.ReadAsStringAsync();
        response.StatusCode.ShouldBe(HttpStatusCode.Accepted, answer);
        return (await response.Content.ReadFromJsonAsync<Generation>())!.Id;
    }

    /// <summary>Whatever is answered to a request.</summary>
    public async Task<(HttpStatusCode Status, JsonElement Answer)> PostAsync(string path, JsonObject body)
    {
        using var response = await AskAsync(() => new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body) });
        return (response.StatusCode, await response.Content.ReadFromJsonAsync<JsonElement>());
    }

    /// <summary>How many generations there are, of those on the first page.</summary>
    public async Task<int> CountAsync()
    {
        using var response = await AskAsync(() => new HttpRequestMessage(HttpMethod.Get, "/v1/generations"));
        return (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("items").GetArrayLength();
    }

    /// <summary>What is known of a generation now.</summary>
    public async Task<Generation> GetAsync(string id)
    {
        using var response = await AskAsync(() => new HttpRequestMessage(HttpMethod.Get, $"/v1/generations/{id}"));
        return (await response.Content.ReadFromJsonAsync<Generation>())!;
    }

    /// <summary>Decides on an uncertain generation; one that is not uncertain any more needs no decision.</summary>
    public async Task ResolveAsync(string id, object decision)
    {
        using var response = await AskAsync(() => new HttpRequestMessage(HttpMethod.Post, $"/v1/generations/{id}/resolve")
        {
            Content = JsonContent.Create(decision),
        });
        response.StatusCode.ShouldBeOneOf(HttpStatusCode.Accepted, HttpStatusCode.Conflict);
    }

    /// <summary>The finished video.</summary>
    public async Task<byte[]> GetVideoAsync(string url)
    {
        using var response = await AskAsync(() => new HttpRequestMessage(HttpMethod.Get, url));
        response.StatusCode.ShouldBe(HttpStatusCode.OK, url);
        return await response.Content.ReadAsByteArrayAsync();
    }

    /// <summary>Waits until every one of these has ended, for better or worse.</summary>
    /// <param name="ids">Which.</param>
    /// <param name="atMost">How long.</param>
    /// <param name="explain">What a failure shows beside.</param>
    /// <param name="evenIfUncertain">Whether an uncertain one is waited for too, since it can be repaired.</param>
    public async Task<IReadOnlyList<Generation>> WaitForEndsAsync(
        IReadOnlyList<string> ids, TimeSpan atMost, Func<string> explain, bool evenIfUncertain = false)
    {
        using var bound = new CancellationTokenSource(atMost);
        var ended = new List<Generation>();
        foreach (var id in ids)
        {
            Generation generation;
            while (!(generation = await GetAsync(id)).HasEnded || (evenIfUncertain && generation.Status == "uncertain"))
            {
                if (bound.IsCancellationRequested)
                {
                    throw new TimeoutException($"{ended.Count} of {ids.Count} ended in time; {id} is {generation.Status}.\n{explain()}");
                }

                await Task.Delay(100);
            }

            ended.Add(generation);
        }

        return ended;
    }

    public void Dispose() => http.Dispose();

    private async Task<HttpResponseMessage> AskAsync(Func<HttpRequestMessage> request)
    {
        HttpResponseMessage? response = null;
        await Eventually.UntilAsync(
            async () =>
            {
                try
                {
                    using var message = request();
                    response = await http.SendAsync(message);
                    return (int)response.StatusCode < 500;
                }
                catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException or SocketException)
                {
                    return false; // Killed, or not up again yet.
                }
            },
            $"an answer from {address}");
        return response!;
    }
}
