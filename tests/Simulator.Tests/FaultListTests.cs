using System.Net;
using System.Text.Json;

namespace Wan.Simulator.Tests;

public sealed class FaultListTests
{
    [Theory]
    [InlineData("nonsense", "", "must be JSON")]
    [InlineData("{}", "", "must be an array of faults")]
    [InlineData("[1]", "/0", "must be an object")]
    [InlineData("""[{"probability":1}]""", "/0/kind", "must be one of unauthorized, ")]
    [InlineData("""[{"kind":"submit_error"},{"kind":"submit_eror"}]""", "/1/kind", "must be one of")]
    [InlineData("""[{"kind":"submit_error","probability":1.1}]""", "/0/probability", "must be 0 to 1")]
    [InlineData("""[{"kind":"submit_error","count":0}]""", "/0/count", "must be more than 0")]
    [InlineData("""[{"kind":"submit_error","count":"3"}]""", "/0/count", "has the wrong type")]
    [InlineData("""[{"kind":"submit_error","match":""}]""", "/0/match", "must not be empty")]
    [InlineData("""[{"kind":"submit_error","status":200}]""", "/0/status", "must be 400 to 599")]
    [InlineData("""[{"kind":"submit_error","for":-1}]""", "/0/for", "must be seconds")]
    [InlineData("""[{"kind":"submit_error","colour":"red"}]""", "/0/colour", "is nothing that submit_error takes; it takes kind, ")]
    [InlineData("""[{"kind":"submit_error","per_task":1}]""", "/0/per_task", "is nothing that submit_error takes")]
    [InlineData("""[{"kind":"query_slow","seconds":-1}]""", "/0/seconds", "must be seconds, 0 or more")]
    [InlineData("""[{"kind":"submit_throttled","code":"Throttled"}]""", "/0/code", "must be one of Throttling, Throttling.RateQuota, ")]
    [InlineData("""[{"kind":"download_redirect","location":"somewhere"}]""", "/0/location", "must be an absolute URL")]
    public async Task A_list_with_a_mistake_is_refused_with_the_field_and_changes_nothing(string faults, string pointer, string rule)
    {
        await using var simulator = await RunningSimulator.StartAsync();
        await simulator.FaultsAsync("""[{"kind":"query_unknown"}]""");

        using var response = await simulator.Http.PutAsync("/simulator/faults", new StringContent(faults));

        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        var problem = await RunningSimulator.ReadAsync(response);
        problem.GetProperty("pointer").GetString().ShouldBe(pointer);
        problem.GetProperty("detail").GetString()!.ShouldContain(rule);
        Kinds(await simulator.GetAsync("/simulator/faults")).ShouldBe(["query_unknown"]);
    }

    [Fact]
    public async Task The_list_is_shown_with_how_often_each_has_fired_and_can_be_cleared()
    {
        await using var simulator = await RunningSimulator.StartAsync("SubmitsPerSecond=0");
        await simulator.FaultsAsync("""[{"kind":"submit_error","count":2,"match":"dances"},{"kind":"query_slow","seconds":0.5}]""");
        (await simulator.SubmitRawAsync()).Dispose();

        var shown = await simulator.GetAsync("/simulator/faults");
        await simulator.Http.DeleteAsync("/simulator/faults");

        shown.GetProperty("faults").GetRawText().ShouldBe("""[{"count":2,"match":"dances","kind":"submit_error","fired":1},{"seconds":0.5,"kind":"query_slow","fired":0}]""");
        Kinds(await simulator.GetAsync("/simulator/faults")).ShouldBeEmpty();
        (await simulator.TallyAsync("submit_error")).ShouldBe((1, 0));
        await simulator.SubmitAsync();
    }

    [Fact]
    public async Task A_fault_keeps_to_its_count_its_text_its_model_and_its_account()
    {
        await using var simulator = await RunningSimulator.StartAsync("SubmitsPerSecond=0", "Accounts:one:0=sk-first", "Accounts:two:0=sk-second");
        await simulator.FaultsAsync("""
            [{"kind":"submit_error","match":"storm","count":2},
             {"kind":"submit_throttled","model":"wan2.6-r2v","account":"two"}]
            """);

        (await Status("calm")).ShouldBe(200);
        (await Status("a storm")).ShouldBe(500);
        (await Status("a storm")).ShouldBe(500);
        (await Status("a storm")).ShouldBe(200);
        (await StatusOf(Bodies.Wan26(model: "wan2.6-r2v"), "sk-first")).ShouldBe(200);
        (await StatusOf(Bodies.Wan26(model: "wan2.6-r2v-flash"), "sk-second")).ShouldBe(200);
        (await StatusOf(Bodies.Wan26(model: "wan2.6-r2v"), "sk-second")).ShouldBe(429);

        Task<int> Status(string prompt) => StatusOf(Bodies.Wan27(prompt: prompt), "sk-first");

        async Task<int> StatusOf(System.Text.Json.Nodes.JsonNode body, string key)
        {
            using var response = await simulator.SubmitRawAsync(body, key);
            return (int)response.StatusCode;
        }
    }

    [Fact]
    public async Task A_fault_comes_after_a_while_and_goes_after_a_while()
    {
        await using var simulator = await RunningSimulator.StartAsync("QueriesPerSecond=0");
        await simulator.FaultsAsync("""[{"kind":"unauthorized","after":10,"for":5}]""");

        (await Status()).ShouldBe(HttpStatusCode.OK);
        simulator.Clock.Advance(10);
        (await Status()).ShouldBe(HttpStatusCode.Unauthorized);
        simulator.Clock.Advance(4.9);
        (await Status()).ShouldBe(HttpStatusCode.Unauthorized);
        simulator.Clock.Advance(0.1);
        (await Status()).ShouldBe(HttpStatusCode.OK);

        async Task<HttpStatusCode> Status()
        {
            using var response = await simulator.Http.GetAsync("/api/v1/tasks");
            return response.StatusCode;
        }
    }

    [Fact]
    public async Task The_same_seed_fires_on_the_same_occasions_about_as_often_as_asked()
    {
        var first = await Pattern(7);
        var again = await Pattern(7);
        var other = await Pattern(8);

        again.ShouldBe(first);
        other.ShouldNotBe(first);
        first.Count(fired => fired).ShouldBeInRange(25, 75);

        static async Task<List<bool>> Pattern(int seed)
        {
            await using var simulator = await RunningSimulator.StartAsync("QueriesPerSecond=0");
            await simulator.FaultsAsync($$"""[{"kind":"list_error","probability":0.25,"seed":{{seed}}}]""");
            var pattern = new List<bool>();
            for (var i = 0; i < 200; i++)
            {
                using var response = await simulator.Http.GetAsync("/api/v1/tasks");
                pattern.Add(!response.IsSuccessStatusCode);
            }

            return pattern;
        }
    }

    private static string[] Kinds(JsonElement list) => [.. list.GetProperty("faults").EnumerateArray().Select(fault => fault.GetProperty("kind").GetString()!)];
}
