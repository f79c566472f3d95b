using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Wan.Fixtures;

namespace Wan.Intake.Tests.DeadLetters;

/// <summary>The doors of dead letters without a broker: it is away, or there is none.</summary>
public sealed class DeadLetterDoorTests
{
    private const string Queue = "/v1/dead-letters/intake.generation_error";

    [Fact]
    public async Task While_the_broker_is_away_each_says_so()
    {
        await using var intake = new IntakeApplication(record: false, ("WAN_RABBITMQ", $"amqp://guest:guest@127.0.0.1:{FreePort.Next()}/"));
        using var http = intake.CreateClient();

        foreach (var (method, path) in new[] { ("GET", "/v1/dead-letters"), ("GET", $"{Queue}/first"), ("POST", $"{Queue}/move-back") })
        {
            using var answer = await http.SendAsync(new HttpRequestMessage(new HttpMethod(method), path));
            answer.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable, path);
            (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("detail").GetString()!.ShouldContain("Ask again", Case.Sensitive, path);
        }
    }

    [Fact]
    public async Task A_bus_in_memory_has_none_and_says_what_it_is()
    {
        await using var intake = new IntakeApplication(record: false);
        using var http = intake.CreateClient();

        (await http.GetStringAsync("/v1/dead-letters")).ShouldBe("""{"bus":"in_memory","queues":[]}""");
        using var first = await http.GetAsync($"{Queue}/first");
        using var moved = await http.PostAsync($"{Queue}/move-back", null);

        first.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await first.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("detail").GetString()!.ShouldContain("in this process's memory");
        (await moved.Content.ReadAsStringAsync()).ShouldBe("""{"moved":0,"left":0}""");
    }

    [Theory]
    [InlineData("""{"limit":0}""", 422, "dead_letter.limit", "/limit")]
    [InlineData("""{"limit":-1}""", 422, "dead_letter.limit", "/limit")]
    [InlineData("""{"limit":1001}""", 422, "dead_letter.limit", "/limit")]
    [InlineData("""{"limit":"ten"}""", 400, "body.wrong_type", "/limit")]
    [InlineData("""{"limit":1.5}""", 400, "body.wrong_type", "/limit")]
    [InlineData("""{"limits":1}""", 400, "body.wrong_type", "/limits")]
    [InlineData("[]", 400, "body.wrong_type", "")]
    public async Task Nonsense_is_refused_with_what_is_wrong(string body, int status, string code, string pointer)
    {
        await using var intake = new IntakeApplication(record: false);
        using var http = intake.CreateClient();

        using var answer = await http.PostAsync($"{Queue}/move-back", new StringContent(body, Encoding.UTF8, "application/json"));

        ((int)answer.StatusCode).ShouldBe(status);
        var finding = (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("findings")[0];
        (finding.GetProperty("code").GetString(), finding.GetProperty("pointer").GetString()).ShouldBe((code, pointer));
    }
}
