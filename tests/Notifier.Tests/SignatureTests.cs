using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using StandardWebhooks;

namespace Wan.Notifier.Tests;

/// <summary>What receivers get is what the libraries of the specification take.</summary>
public sealed class SignatureTests
{
    [Fact]
    public async Task A_webhook_is_verified_by_the_library_for_dotnet_and_by_that_for_node()
    {
        await using var receiver = await Receiver.StartAsync();
        await using var host = await NotifierHost.StartAsync();
        var endpoint = await host.AddAsync(receiver.Url());
        var secret = endpoint.GetProperty("secret").GetString()!;

        var change = host.Story.Ends();

        var webhook = (await receiver.HeardAsync(more: host.Logs.ToString)).ShouldHaveSingleItem();
        webhook.Body.ShouldBe(change.Body);
        webhook.Id.ShouldNotContain('.');
        webhook.Headers["content-type"].ShouldBe("application/json");
        Verify(secret, webhook);
        await NodeVerifier.CheckAsync(secret, webhook);
        Should.Throw<Exception>(() => Verify(secret, webhook with { Body = webhook.Body + " " }));
        Should.Throw<Exception>(() => Verify("whsec_" + Convert.ToBase64String(new byte[32]), webhook));
    }

    [Fact]
    public async Task After_a_rotation_both_secrets_sign_for_a_day()
    {
        await using var receiver = await Receiver.StartAsync();
        await using var host = await NotifierHost.StartAsync();
        var endpoint = await host.AddAsync(receiver.Url());
        var (id, old) = (endpoint.GetProperty("id").GetString()!, endpoint.GetProperty("secret").GetString()!);

        var (_, rotated) = await host.AskAsync(HttpMethod.Post, $"/v1/webhooks/{id}/secret/rotate");
        var fresh = rotated.GetProperty("secret").GetString()!;
        host.Story.Ends();
        var both = (await receiver.HeardAsync())[0];
        Verify(old, both);
        Verify(fresh, both);
        await NodeVerifier.CheckAsync(old, both);
        await NodeVerifier.CheckAsync(fresh, both);

        host.Clock.Move(TimeSpan.FromHours(25));
        host.Story.Ends();
        var later = (await receiver.HeardAsync(2))[1];
        later.Headers["webhook-signature"].Split(' ').Length.ShouldBe(1);
        both.Headers["webhook-signature"].Split(' ').Distinct().Count().ShouldBe(2);
    }

    [Fact]
    public async Task The_secret_is_shown_where_it_is_asked_for_and_nowhere_else()
    {
        await using var receiver = await Receiver.StartAsync();
        await using var host = await NotifierHost.StartAsync();
        var endpoint = await host.AddAsync(receiver.Url());
        var (id, secret) = (endpoint.GetProperty("id").GetString()!, endpoint.GetProperty("secret").GetString()!);
        host.Story.Ends();
        await host.DeliveryAsync(id, delivery => delivery.Status == "delivered", "delivered");

        (await host.AskAsync(HttpMethod.Get, $"/v1/webhooks/{id}/secret")).Body.GetProperty("secret").GetString().ShouldBe(secret);
        foreach (var path in new[] { "/v1/webhooks", $"/v1/webhooks/{id}", $"/v1/webhooks/{id}/deliveries" })
            (await host.AskAsync(HttpMethod.Get, path)).Body.GetRawText().ShouldNotContain(secret[6..]);
        host.Logs.ToString().ShouldNotContain(secret[6..]);
    }

    [Fact]
    public async Task A_secret_is_written_as_it_is_copied()
    {
        await using var host = await NotifierHost.StartAsync();
        for (var made = 0; made < 100; made++) // Every other has a + in it.
        {
            using var answer = await host.Http.PostAsJsonAsync("/v1/webhooks", new { url = "https://example.com/hook" });
            var (text, endpoint) = (await answer.Content.ReadAsStringAsync(), await answer.Content.ReadFromJsonAsync<JsonElement>());
            var secret = endpoint.GetProperty("secret").GetString()!;
            text.ShouldContain($"\"{secret}\"");
            (await host.Http.GetStringAsync(new Uri($"/v1/webhooks/{endpoint.GetProperty("id").GetString()}/secret", UriKind.Relative))).ShouldContain($"\"{secret}\"");
            if (secret.Contains('+', StringComparison.Ordinal))
                return;
        }

        Assert.Fail("No secret had a + in it.");
    }

    private static void Verify(string secret, Heard webhook)
    {
        var headers = new HeaderDictionary();
        foreach (var name in new[] { "webhook-id", "webhook-timestamp", "webhook-signature" })
            headers[name] = webhook.Headers[name];
        new StandardWebhook(secret).Verify(webhook.Body, headers);
        JsonDocument.Parse(webhook.Body).RootElement.GetProperty("data").ValueKind.ShouldBe(JsonValueKind.Object);
    }
}
