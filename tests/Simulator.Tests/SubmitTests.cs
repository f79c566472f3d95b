using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace Wan.Simulator.Tests;

public sealed class SubmitTests
{
    [Fact]
    public async Task A_submit_is_answered_with_a_pending_task_and_says_that_it_is_simulated()
    {
        await using var simulator = await RunningSimulator.StartAsync();

        using var response = await simulator.SubmitRawAsync();

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        response.Headers.GetValues("X-Simulated").ShouldBe(["true"]);
        var answer = await RunningSimulator.ReadAsync(response);
        answer.GetProperty("output").GetProperty("task_status").GetString().ShouldBe("PENDING");
        Guid.TryParse(answer.GetProperty("output").GetProperty("task_id").GetString(), out _).ShouldBeTrue();
        answer.GetProperty("request_id").GetString().ShouldNotBeNullOrEmpty();
    }

    [Theory]
    [InlineData(null, "enable", 401, "InvalidApiKey", "No API-key provided.")]
    [InlineData("Bearer ", "enable", 401, "InvalidApiKey", "No API-key provided.")]
    [InlineData("Bearer sk-other", "enable", 401, "InvalidApiKey", "Invalid API-key provided.")]
    [InlineData("Bearer sk-known", null, 403, "AccessDenied", "current user api does not support synchronous calls.")]
    public async Task A_caller_without_a_good_key_or_the_async_header_is_turned_away(string? key, string? header, int status, string code, string message)
    {
        await using var simulator = await RunningSimulator.StartAsync("Accounts:known:0=sk-known");
        using var request = RunningSimulator.SubmitRequest(Bodies.Wan27());
        request.Headers.Remove("Authorization");
        request.Headers.Remove("X-DashScope-Async");
        simulator.Http.DefaultRequestHeaders.Remove("Authorization");
        if (key is not null)
            request.Headers.TryAddWithoutValidation("Authorization", key);
        if (header is not null)
            request.Headers.Add("X-DashScope-Async", header);

        using var response = await simulator.Http.SendAsync(request);

        await ShouldBeRefused(response, status, code, message);
    }

    [Theory]
    [InlineData("not json", "InvalidParameter", "Required body invalid, please check the request body format.")]
    [InlineData("[1]", "InvalidParameter", "Required body invalid, please check the request body format.")]
    [InlineData("{}", "BadRequest.EmptyModel", "Required parameter(model) missing or invalid, please check the request parameters.")]
    [InlineData("""{"model":"wan2.7-r2v"}""", "BadRequest.EmptyInput", "Required input parameter missing from request.")]
    [InlineData("""{"model":"wan9-r2v","input":{}}""", "InvalidParameter", "Model not exist.")]
    [InlineData("""{"model":"wan2.7-r2v-latest","input":{}}""", "InvalidParameter", "Model not exist.")]
    public async Task Only_what_can_not_be_a_task_at_all_is_refused(string body, string code, string message)
    {
        await using var simulator = await RunningSimulator.StartAsync();
        using var request = RunningSimulator.SubmitRequest(Bodies.Wan27());
        request.Content = new StringContent(body, Encoding.UTF8, "application/json");

        using var response = await simulator.Http.SendAsync(request);

        await ShouldBeRefused(response, 400, code, message);
        (await simulator.LedgerAsync()).GetProperty("tasks").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task A_submit_by_GET_is_refused_in_the_vendors_words()
    {
        await using var simulator = await RunningSimulator.StartAsync();

        using var response = await simulator.Http.GetAsync("/api/v1/services/aigc/video-generation/video-synthesis");

        await ShouldBeRefused(response, 400, "InvalidParameter", "Request method 'GET' is not supported.");
    }

    public static TheoryData<string, string, string> BadRequests => new()
    {
        { Bodies.Wan27("""{"duration":16}""", videos: 0).ToJsonString(), "InvalidParameter", "Duration should be between 2 and 15" },
        { Bodies.Wan27("""{"duration":11}""").ToJsonString(), "InvalidParameter", "Duration should be between 2 and 10" },
        { Bodies.Wan27("""{"duration":"5"}""").ToJsonString(), "InvalidParameter", "Input should be a valid integer" },
        { Bodies.Wan27("""{"resolution":"480P"}""").ToJsonString(), "InvalidParameter", "Input should be '1080P' or '720P'" },
        { Bodies.Wan27(videos: 0, images: 0).ToJsonString(), "InvalidParameter", "Field required: input.media" },
        { Bodies.Wan27(prompt: "").ToJsonString(), "InvalidParameter", "Field required: input.prompt" },
        { Bodies.Wan27(videos: 3, images: 3).ToJsonString(), "InvalidParameter", "The number of reference_image and reference_video should be between 1 and 5" },
        { Bodies.Wan26(videos: 4, images: 0).ToJsonString(), "InvalidParameter", "The number of reference videos should be at most 3" },
        { Bodies.Wan26("""{"duration":15}""").ToJsonString(), "InvalidParameter", "Duration should be between 2 and 10" },
        { """{"model":"wan2.6-r2v","input":{"prompt":"p","reference_urls":["oss://a/b.mp4"]}}""", "InvalidParameter.DataInspection", "Download the media resource failed during the data inspection process." },
        { """{"model":"wan2.6-r2v","input":{"prompt":"p","reference_urls":["ftp://a/b.mp4"]}}""", "InvalidURL", "url error, please check url！" },
    };

    [Theory]
    [MemberData(nameof(BadRequests))]
    public async Task A_bad_parameter_is_accepted_and_becomes_the_failure_of_the_task(string body, string code, string message)
    {
        await using var simulator = await RunningSimulator.StartAsync();

        var id = await simulator.SubmitAsync(JsonNode.Parse(body));

        (await simulator.StatusAsync(id)).ShouldBe("PENDING");
        simulator.Clock.Advance(2);
        var answer = await simulator.QueryAsync(id);
        var output = answer.GetProperty("output");
        output.GetProperty("task_status").GetString().ShouldBe("FAILED");
        output.GetProperty("code").GetString().ShouldBe(code);
        output.GetProperty("message").GetString().ShouldBe(message);
        answer.TryGetProperty("usage", out _).ShouldBeFalse();
        (await simulator.LedgerAsync()).GetProperty("tasks")[0].GetProperty("billed_seconds").GetDouble().ShouldBe(0);
    }

    [Fact]
    public async Task A_snapshot_of_a_model_and_unknown_fields_are_taken()
    {
        await using var simulator = await RunningSimulator.StartAsync();
        var body = Bodies.Wan27("""{"resolution":"720P","with_audio":false}""");
        body["model"] = "wan2.7-r2v-2026-06-12";
        body["input"]!["extend_prompt"] = true;

        var id = await simulator.SubmitAsync(body);

        simulator.Clock.Advance(11);
        (await simulator.StatusAsync(id)).ShouldBe("SUCCEEDED");
    }

    private static async Task ShouldBeRefused(HttpResponseMessage response, int status, string code, string message)
    {
        var answer = await RunningSimulator.ReadAsync(response);
        ((int)response.StatusCode).ShouldBe(status, answer.ToString());
        answer.EnumerateObject().Select(member => member.Name).ShouldBe(["code", "message", "request_id"]);
        answer.GetProperty("code").GetString().ShouldBe(code);
        answer.GetProperty("message").GetString().ShouldBe(message);
    }
}
