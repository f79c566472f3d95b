using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Wan.Fixtures;

namespace Wan.Intake.Tests;

/// <summary>A broker that lacks memory or disk takes nothing that is published.</summary>
public sealed class BrokerAlarmTests
{
    private const string Body = """{"model":"wan2.6-r2v","input":{"prompt":"character1 waves","reference_urls":["https://example.com/a.png"]}}""";

    [Fact]
    public async Task It_is_said_and_once_it_is_over_everything_goes_on()
    {
        await using var broker = await RabbitMqBroker.StartOwnAsync();
        var virtualHost = await broker.CreateVirtualHostAsync();
        await using var intake = new IntakeApplication(false, ("WAN_RABBITMQ", virtualHost));
        using var http = intake.CreateClient();
        await using var submitter = await Outsider.ConnectAsync(virtualHost);
        await Eventually.UntilAsync(() => IsReadyAsync(http), "Intake to be ready");
        await submitter.ReceiveAsync("wan.submit-generation");

        await broker.SetMemoryAlarmAsync(true);
        using var accepted = await http.PostAsync("/v1/generations", new StringContent(Body, Encoding.UTF8, "application/json"));
        await Eventually.UntilAsync(async () => !await IsReadyAsync(http), "Intake to know");

        accepted.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        using (var ready = await http.GetAsync("/health/ready"))
        {
            var checks = (await ready.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("checks");
            checks.GetProperty("broker").GetProperty("message").GetString()!.ShouldContain("low on memory");
        }

        var address = accepted.Headers.Location!.ToString();
        using (var cancel = await http.PostAsync($"{address}/cancel", null))
        {
            cancel.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
            (await cancel.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("detail").GetString()!.ShouldContain("Nothing was sent");
        }

        await broker.SetMemoryAlarmAsync(false);
        await Eventually.UntilAsync(() => IsReadyAsync(http), "Intake to be ready again");
        await Eventually.UntilAsync(
            async () => (await http.GetFromJsonAsync<JsonElement>(address)).GetProperty("status").GetString() == "submitting", "the generation to go on");
    }

    private static async Task<bool> IsReadyAsync(HttpClient http)
    {
        using var ready = await http.GetAsync("/health/ready");
        return ready.IsSuccessStatusCode;
    }
}
