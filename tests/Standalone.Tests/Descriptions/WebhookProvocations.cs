using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Wan.Fixtures;

namespace Wan.Standalone.Tests.Descriptions;

/// <summary>How each documented answer of the doors of webhooks is come by.</summary>
/// <param name="http">Asks the installation.</param>
internal sealed class WebhookProvocations(HttpClient http)
{
    // Not public, so that it is never called.
    private const string Url = "http://receiver.invalid/webhooks";

    private string endpoint = "", disabled = "", delivery = "", held = "";

    /// <summary>Makes an endpoint, and one that is disabled; what ends from then on makes deliveries.</summary>
    public async Task PrepareAsync() => (endpoint, disabled) = (await AddAsync("default"), await AddAsync("default"));

    /// <summary>Waits until each has a delivery.</summary>
    public async Task WaitAsync()
    {
        (delivery, held) = (await DeliveryAsync(endpoint), await DeliveryAsync(disabled));
        (await SendAsync(HttpMethod.Patch, $"/v1/webhooks/{disabled}", """{"disabled":true}""")).EnsureSuccessStatusCode().Dispose();
    }

    /// <summary>The request that is answered so; null for what every door has.</summary>
    public async Task<HttpRequestMessage?> RequestAsync(string name, string method, string path, int status) => (name, status) switch
    {
        ("createWebhook", 201) => Request(method, path, Body("made")),
        ("createWebhook", 409) => Request(method, path, await FillAsync()),
        ("changeWebhook", 200) => Request(method, path, """{"description":"x"}"""),
        ("changeWebhook", 404) => Request(method, path, "{}", Provocations.Nobody),
        ("changeWebhook", 409) => Request(method, path, "{}", "callbacks"),
        ("changeWebhook", 422) => Request(method, path, """{"url":"x"}"""),
        ("deleteWebhook", 204) => Request(method, path, null, await AddAsync("deleted")),
        ("deleteWebhook", 409) => Request(method, path, null, "callbacks"),
        ("rotateWebhookSecret", 409) => Request(method, path, null, await RotatedAsync()),
        ("redeliverWebhook", 409) => Request(method, path, null, disabled, held),
        ("redeliverWebhook", 429) => await AgainAsync(method, path, null),
        ("redeliverWebhooks", 200) => Request(method, path, """{"created_after":"2026-01-01T00:00:00Z"}"""),
        ("redeliverWebhooks", 404) => Request(method, path, "{}", Provocations.Nobody),
        ("redeliverWebhooks", 409) => Request(method, path, """{"created_after":"2026-01-01T00:00:00Z"}""", disabled),
        ("redeliverWebhooks", 422) => Request(method, path, "{}"),
        ("redeliverWebhooks", 429) => await AgainAsync(method, path, """{"created_after":"2026-01-01T00:00:00Z"}"""),
        ("redeliverWebhook", 202) or (_, 200) when name.Contains("ebhook", StringComparison.Ordinal) => Request(method, path, null),
        ("getWebhookDelivery" or "redeliverWebhook", 404) => Request(method, path, null, endpoint, "msg_none"),
        _ => null,
    };

    private static string Body(string tenant) => $$"""{"url":"{{Url}}","tenant":"{{tenant}}"}""";

    private HttpRequestMessage Request(string method, string path, string? body, string? id = null, string? of = null)
    {
        var address = path.Replace("{id}", id ?? endpoint, StringComparison.Ordinal).Replace("{delivery}", of ?? delivery, StringComparison.Ordinal);
        return new HttpRequestMessage(new HttpMethod(method.ToUpperInvariant()), address)
        {
            Content = body is null ? null : new StringContent(body, System.Text.Encoding.UTF8, "application/json"),
        };
    }

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, string? body)
    {
        using var request = Request(method.Method, path, body);
        return await http.SendAsync(request);
    }

    private async Task<HttpRequestMessage> AgainAsync(string method, string path, string? body)
    {
        (await SendAsync(new HttpMethod(method.ToUpperInvariant()), Request(method, path, null).RequestUri!.ToString(), body)).Dispose();
        return Request(method, path, body);
    }

    private async Task<string> AddAsync(string tenant)
    {
        using var answer = await SendAsync(HttpMethod.Post, "/v1/webhooks", Body(tenant));
        return (await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString()!;
    }

    private async Task<string> FillAsync()
    {
        for (var count = 0; count < DescribedStandalone.MaxEndpoints; count++)
            await AddAsync("full");
        return Body("full");
    }

    private async Task<string> RotatedAsync()
    {
        var id = await AddAsync("rotated");
        for (var count = 0; count < 3; count++)
            (await SendAsync(HttpMethod.Post, $"/v1/webhooks/{id}/secret/rotate", null)).EnsureSuccessStatusCode().Dispose();
        return id;
    }

    private async Task<string> DeliveryAsync(string id)
    {
        var found = default(JsonElement);
        await Eventually.UntilAsync(
            async () =>
            {
                using var answer = await SendAsync(HttpMethod.Get, $"/v1/webhooks/{id}/deliveries", null);
                return answer.StatusCode == HttpStatusCode.OK
                    && (found = (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("items")).GetArrayLength() > 0;
            },
            "a delivery");
        return found[0].GetProperty("id").GetString()!;
    }
}
