using System.Net;
using System.Text.Json;
using Wan.Fixtures;
using Wan.Notifier.Deliveries;

namespace Wan.Notifier.Tests;

/// <summary>The doors of webhooks, of Notifier itself and as Intake passes them on, with keys and tenants.</summary>
public sealed class DoorTests
{
    [Theory]
    [InlineData("""{}""", "webhook.url")]
    [InlineData("""{"url":"ftp://example.com/x"}""", "webhook.url")]
    [InlineData("""{"url":"/hook"}""", "webhook.url")]
    [InlineData("""{"url":"https://me:pw@example.com/"}""", "webhook.url")]
    [InlineData("""{"url":"https://example.com/a b"}""", "webhook.url")]
    [InlineData("""{"url":"https://example.com/","events":[]}""", "webhook.events")]
    [InlineData("""{"url":"https://example.com/","events":["generation.begun"]}""", "webhook.events")]
    [InlineData("""{"url":"https://example.com/","description":"a\nb"}""", "webhook.description")]
    [InlineData("""{"url":"https://example.com/","tenant":"a b"}""", "webhook.tenant")]
    public async Task An_endpoint_that_breaks_a_rule_is_refused_with_its_field(string body, string code)
    {
        await using var host = await NotifierHost.StartAsync();

        var (status, answer) = await host.AskAsync(HttpMethod.Post, "/v1/webhooks", JsonSerializer.Deserialize<JsonElement>(body));

        status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        var finding = answer.GetProperty("findings")[0];
        finding.GetProperty("code").GetString().ShouldBe(code);
        finding.GetProperty("pointer").GetString().ShouldBe($"/{code[8..]}");
    }

    [Fact]
    public async Task A_tenant_may_have_so_many_and_no_more()
    {
        await using var host = await NotifierHost.StartAsync(("Notifier:MaxEndpoints", "2"));
        await host.AddAsync("https://example.com/1");
        await host.AddAsync("https://example.com/2");
        await host.AddAsync("https://example.com/1", "other");

        (await host.AskAsync(HttpMethod.Post, "/v1/webhooks", new { url = "https://example.com/3", tenant = "acme" })).Status.ShouldBe(HttpStatusCode.Conflict);

        var page = (await host.AskAsync(HttpMethod.Get, "/v1/webhooks?tenant=acme")).Body.GetProperty("items");
        page.EnumerateArray().Select(item => item.GetProperty("url").GetString()).ShouldBe(["https://example.com/2", "https://example.com/1"]);
    }

    [Fact]
    public async Task What_was_delivered_can_be_sent_again_though_not_as_often_as_one_likes()
    {
        await using var receiver = await Receiver.StartAsync();
        await using var host = await NotifierHost.StartAsync();
        var id = (await host.AddAsync(receiver.Url())).GetProperty("id").GetString()!;
        host.Story.Ends();
        var delivery = await host.DeliveryAsync(id, one => one.Status == DeliveryStatus.Delivered, "delivered");
        var shown = (await host.AskAsync(HttpMethod.Get, $"/v1/webhooks/{id}/deliveries/{delivery.Id}")).Body;
        shown.GetProperty("body").GetString().ShouldBe(delivery.Body);
        shown.GetProperty("attempts")[0].GetProperty("outcome").GetString().ShouldBe("delivered");

        (await host.AskAsync(HttpMethod.Post, $"/v1/webhooks/{id}/deliveries/{delivery.Id}/redeliver")).Status.ShouldBe(HttpStatusCode.Accepted);
        (await receiver.HeardAsync(2)).Select(one => one.Id).Distinct().ShouldHaveSingleItem();
        (await host.AskAsync(HttpMethod.Post, $"/v1/webhooks/{id}/deliveries/{delivery.Id}/redeliver")).Status.ShouldBe(HttpStatusCode.TooManyRequests);
        (await host.AskAsync(HttpMethod.Post, $"/v1/webhooks/{id}/redeliver", new { created_after = "2026-01-01T00:00:00Z", status = "delivered" })).Body
            .GetProperty("redelivered").GetInt32().ShouldBe(0); // It was sent again just now.
        (await host.AskAsync(HttpMethod.Post, $"/v1/webhooks/{id}/redeliver", new { created_after = "2026-01-01T00:00:00Z" })).Status.ShouldBe(HttpStatusCode.TooManyRequests);

        host.Clock.Move(TimeSpan.FromSeconds(20));
        (await host.AskAsync(HttpMethod.Post, $"/v1/webhooks/{id}/redeliver", new { created_after = "2026-01-01T00:00:00Z", status = "delivered" })).Body
            .GetProperty("redelivered").GetInt32().ShouldBe(1);
        await receiver.HeardAsync(3);
    }

    [Fact]
    public async Task A_deleted_endpoint_hears_no_more_and_what_waits_for_it_is_not_sent()
    {
        await using var receiver = await Receiver.StartAsync();
        await using var host = await NotifierHost.StartAsync();
        var id = (await host.AddAsync(receiver.Url())).GetProperty("id").GetString()!;
        receiver.AnswerWith(500);
        host.Story.Ends();
        await host.DeliveryAsync(id, one => one.Tries == 1, "tried");

        (await host.AskAsync(HttpMethod.Delete, $"/v1/webhooks/{id}")).Status.ShouldBe(HttpStatusCode.NoContent);
        host.Clock.Move(TimeSpan.FromSeconds(10));

        await host.DeliveryAsync(id, one => one.Status == DeliveryStatus.Held, "held");
        receiver.All.ShouldHaveSingleItem();
        (await host.AskAsync(HttpMethod.Get, $"/v1/webhooks/{id}")).Status.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Through_Intake_a_tenant_sees_and_changes_its_own_alone()
    {
        using var folder = new TemporaryFolder();
        await using var receiver = await Receiver.StartAsync();
        await using var notifierless = await IntakeHost.StartAsync(folder);
        await using var notifier = await NotifierHost.StartAsync(folder, notifierless.Address);
        await using var intake = await IntakeHost.StartAsync(folder, ("Intake:NotifierUrl", notifier.Address.ToString()));
        var operatorKey = await intake.KeyAsync("default", null, "create", "read", "cancel", "operate");
        var (acme, other, reader) = (await intake.KeyAsync("acme", operatorKey, "create", "read"), await intake.KeyAsync("other", operatorKey, "create", "read"), await intake.KeyAsync("acme", operatorKey, "read"));
        await intake.KeyAsync("acme", operatorKey, "create");

        var endpoint = await intake.AskAsync(HttpMethod.Post, "/v1/webhooks", JsonSerializer.Serialize(new { url = receiver.Url() }), acme);
        var id = endpoint.GetProperty("id").GetString()!;
        endpoint.GetProperty("tenant").GetString().ShouldBe("acme");
        await intake.EndAsync(await intake.PlaceAsync(key: other));
        var own = await intake.PlaceAsync(key: acme);
        await intake.EndAsync(own);
        (await receiver.HeardAsync(more: notifier.Logs.ToString)).ShouldHaveSingleItem().Body.ShouldContain(own);

        // Another's id is that of one that never was.
        var strange = await TextAsync(HttpMethod.Get, $"/v1/webhooks/{id}", other, HttpStatusCode.NotFound);
        strange.Replace(id, "wh_never", StringComparison.Ordinal).ShouldBe(await TextAsync(HttpMethod.Get, "/v1/webhooks/wh_never", other, HttpStatusCode.NotFound));
        foreach (var (method, path) in new[]
        {
            (HttpMethod.Patch, ""), (HttpMethod.Delete, ""), (HttpMethod.Get, "/secret"), (HttpMethod.Post, "/secret/rotate"), (HttpMethod.Get, "/deliveries"), (HttpMethod.Get, "/deliveries/msg_1"),
            (HttpMethod.Post, "/deliveries/msg_1/redeliver"), (HttpMethod.Post, "/redeliver"),
        })
        {
            await TextAsync(method, $"/v1/webhooks/{id}{path}", other, HttpStatusCode.NotFound);
        }

        (await intake.AskAsync(HttpMethod.Get, "/v1/webhooks", null, other)).GetProperty("items").GetArrayLength().ShouldBe(0);
        (await intake.AskAsync(HttpMethod.Get, "/v1/webhooks", null, acme)).GetProperty("items").GetArrayLength().ShouldBe(1);
        (await intake.AskAsync(HttpMethod.Get, "/v1/webhooks", null, operatorKey)).GetProperty("items").GetArrayLength().ShouldBe(1);
        await TextAsync(HttpMethod.Get, "/v1/webhooks?tenant=acme", other, HttpStatusCode.Forbidden);
        await TextAsync(HttpMethod.Get, "/v1/webhooks?colour=red", acme, HttpStatusCode.BadRequest);

        // Who only reads sees, and neither changes nor learns the secret.
        await TextAsync(HttpMethod.Get, $"/v1/webhooks/{id}", reader, HttpStatusCode.OK);
        await TextAsync(HttpMethod.Delete, $"/v1/webhooks/{id}", reader, HttpStatusCode.Forbidden);
        await TextAsync(HttpMethod.Get, $"/v1/webhooks/{id}/secret", reader, HttpStatusCode.Forbidden);
        await TextAsync(HttpMethod.Get, "/v1/webhooks", null, HttpStatusCode.Unauthorized);

        // Nobody gets around Intake.
        (await notifier.AskAsync(HttpMethod.Get, "/v1/webhooks")).Status.ShouldBe(HttpStatusCode.Unauthorized);
        (await intake.AskAsync(HttpMethod.Get, "/v1/webhooks/callbacks/secret", null, acme)).GetProperty("secret").GetString()
            .ShouldNotBe((await intake.AskAsync(HttpMethod.Get, "/v1/webhooks/callbacks/secret", null, other)).GetProperty("secret").GetString());

        async Task<string> TextAsync(HttpMethod method, string path, string? key, HttpStatusCode status)
        {
            using var answer = await intake.SendAsync(method, path, key: key);
            var text = await answer.Content.ReadAsStringAsync();
            answer.StatusCode.ShouldBe(status, $"{method} {path}: {text}");
            return System.Text.RegularExpressions.Regex.Replace(text, "\"traceId\":\"[^\"]*\"", "");
        }
    }

    [Theory]
    [InlineData("/v1/webhooks/%252e%252e/%252e%252e/metrics")]
    [InlineData("/v1/webhooks/%252e%252e/%252e%252e/%252e%252e/elsewhere")]
    [InlineData("/v1/webhooks/a%2F..%2F..%2F..%2Fmetrics")]
    public async Task A_path_that_would_lead_out_of_the_doors_of_webhooks_is_not_passed_on(string path)
    {
        using var folder = new TemporaryFolder();
        await using var receiver = await Receiver.StartAsync();
        await using var intake = await IntakeHost.StartAsync(folder, ("Intake:NotifierUrl", receiver.Url("/inner/notifier/")));

        using var http = new HttpClient();
        using var answer = await http.GetAsync(new Uri(intake.Address.GetLeftPart(UriPartial.Authority) + path, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true }));

        answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        receiver.All.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_query_is_signed_as_it_is_sent()
    {
        using var folder = new TemporaryFolder();
        await using var notifier = await NotifierHost.StartAsync(folder, story: null);
        await using var intake = await IntakeHost.StartAsync(folder, ("Intake:NotifierUrl", notifier.Address.ToString()));

        using var http = new HttpClient();
        using var answer = await http.GetAsync(
            new Uri(intake.Address.GetLeftPart(UriPartial.Authority) + "/v1/webhooks?tenant=ac%6De%2Dx", new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true }));

        answer.StatusCode.ShouldBe(HttpStatusCode.OK, await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task While_Notifier_is_away_Intake_says_so()
    {
        using var folder = new TemporaryFolder();
        await using var intake = await IntakeHost.StartAsync(folder, ("Intake:NotifierUrl", $"http://127.0.0.1:{FreePort.Next()}"));

        using var answer = await intake.SendAsync(HttpMethod.Get, "/v1/webhooks");

        answer.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        (await answer.Content.ReadAsStringAsync()).ShouldContain("Intake:NotifierUrl");
    }
}
