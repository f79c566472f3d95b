using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Wan.Contracts;
using Wan.Fixtures;

namespace Wan.Intake.Tests;

/// <summary>The HTTP door: what it accepts, and what it says of nonsense.</summary>
public sealed class HttpDoorTests : IAsyncLifetime
{
    private const string Body = """
        {
          "model": "wan2.7-r2v",
          "input": {
            "prompt": "Image 1 walks through the rain",
            "media": [ { "type": "reference_image", "url": "https://example.com/a.png" } ]
          },
          "parameters": { "resolution": "720P", "duration": 5 },
          "metadata": { "order": "42" }
        }
        """;

    private readonly IntakeApplication intake = new();

    private HttpClient http = null!;

    public Task InitializeAsync()
    {
        http = intake.CreateClient(new() { AllowAutoRedirect = false });
        return Task.CompletedTask;
    }

    public async Task DisposeAsync() => await intake.DisposeAsync();

    [Fact]
    public async Task A_request_is_answered_at_once_and_found_right_after()
    {
        using var response = await PostAsync(Body);

        response.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        var accepted = await ReadAsync(response);
        var id = accepted.GetProperty("id").GetString()!;
        Guid.Parse(id).Version.ShouldBe(7);
        response.Headers.Location!.ToString().ShouldBe($"/v1/generations/{id}");
        accepted.GetProperty("metadata").GetProperty("order").GetString().ShouldBe("42");

        using var found = await http.GetAsync(response.Headers.Location);
        found.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await ReadAsync(found)).GetProperty("model").GetString().ShouldBe("wan2.7-r2v");
        await intake.Recorder.PublishedAsync<SubmitGeneration>(sent => sent.GenerationId == id);
    }

    [Fact]
    public async Task A_requester_who_goes_away_cancels_no_publish()
    {
        using var response = await PostAsync(Body);

        await intake.Recorder.PublishedAsync<SubmitGeneration>();
        intake.Services.GetRequiredService<PublishTokens>().Failed.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("{\"model\":", HttpStatusCode.BadRequest, "")]
    [InlineData("not json", HttpStatusCode.BadRequest, "")]
    [InlineData("", HttpStatusCode.BadRequest, "")]
    [InlineData("\uFEFFnot json", HttpStatusCode.BadRequest, "")]
    [InlineData("[]", HttpStatusCode.UnprocessableEntity, "")]
    [InlineData("{}", HttpStatusCode.UnprocessableEntity, "/model")]
    [InlineData("""{"model":"wan2.7-r2v"}""", HttpStatusCode.UnprocessableEntity, "/input")]
    [InlineData("""{"model":7,"input":{}}""", HttpStatusCode.UnprocessableEntity, "/model")]
    [InlineData("""{"model":"wan9","input":{"prompt":"x","media":[]}}""", HttpStatusCode.UnprocessableEntity, "/model")]
    [InlineData("""{"model":"wan2.7-r2v","input":{"prompt":5,"media":[{"type":"reference_image","url":"https://a/b.png"}]}}""", HttpStatusCode.UnprocessableEntity, "/input/prompt")]
    [InlineData("""{"model":"wan2.7-r2v","input":{"prompt":"x","media":[{"type":"reference_image","url":"https://a/b.png"}]},"parameters":{"duration":"five"}}""", HttpStatusCode.UnprocessableEntity, "/parameters/duration")]
    public async Task Nonsense_is_refused_with_the_field_and_saves_nothing(string body, HttpStatusCode status, string pointer)
    {
        using var response = await PostAsync(body);

        response.StatusCode.ShouldBe(status);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        var findings = (await ReadAsync(response)).GetProperty("findings").EnumerateArray().ToList();
        findings.Select(finding => finding.GetProperty("pointer").GetString()).ShouldContain(pointer);
        findings.ShouldAllBe(finding => finding.GetProperty("message").GetString()!.Length > 10);
        (await intake.CountAsync()).ShouldBe(0);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_body_of_forty_megabytes_is_refused(bool withLength)
    {
        using HttpContent content = withLength
            ? new ByteArrayContent(new byte[40_000_000])
            : new StreamContent(new LengthlessStream(40_000_000));
        content.Headers.ContentType = new("application/json");
        using var response = await http.PostAsync("/v1/generations", content);

        response.StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
        (await ReadAsync(response)).GetProperty("findings")[0].GetProperty("code").GetString().ShouldBe("body.too_large");
        (await intake.CountAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task A_body_that_is_not_called_json_is_refused()
    {
        using var response = await http.PostAsync("/v1/generations", new StringContent(Body, Encoding.UTF8, "text/plain"));
        response.StatusCode.ShouldBe(HttpStatusCode.UnsupportedMediaType);
    }

    [Fact]
    public async Task The_same_key_and_request_give_the_same_generation()
    {
        using var first = await PostAsync(Body, "order-42");
        using var second = await PostAsync(Body.Replace("  ", " ", StringComparison.Ordinal), "order-42");

        second.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        second.Headers.Location.ShouldBe(first.Headers.Location);
        (await intake.CountAsync()).ShouldBe(1);
    }

    [Fact]
    public async Task The_same_key_with_another_request_is_a_conflict()
    {
        using var first = await PostAsync(Body, "order-42");
        using var second = await PostAsync(Body.Replace("rain", "snow", StringComparison.Ordinal), "order-42");

        second.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await ReadAsync(second)).GetProperty("findings")[0].GetProperty("code").GetString().ShouldBe("idempotency.conflict");
        (await intake.CountAsync()).ShouldBe(1);
    }

    [Fact]
    public async Task Many_posts_of_one_key_at_once_make_one_generation()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => PostAsync(Body, "order-43")));

        answers.ShouldAllBe(answer => answer.StatusCode == HttpStatusCode.Accepted);
        answers.Select(answer => answer.Headers.Location!.ToString()).Distinct().Count().ShouldBe(1);
        (await intake.CountAsync()).ShouldBe(1);
    }

    [Fact]
    public async Task A_dry_run_says_everything_and_saves_and_sends_nothing()
    {
        using var response = await PostAsync(Body, path: "/v1/generations?dryRun=true");

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        var answer = await ReadAsync(response);
        JsonDocument.Parse(answer.GetProperty("vendor_body").GetString()!).RootElement.GetProperty("model").GetString().ShouldBe("wan2.7-r2v");
        answer.GetProperty("estimate").ValueKind.ShouldBe(JsonValueKind.Object);
        answer.GetProperty("request").GetProperty("input").GetProperty("prompt").GetString().ShouldBe("Image 1 walks through the rain");
        (await intake.CountAsync()).ShouldBe(0);
        intake.Recorder.Published.ShouldBeEmpty();

        using var accepted = await PostAsync(Body);
        var id = (await ReadAsync(accepted)).GetProperty("id").GetString()!;
        Encoding.UTF8.GetString((await intake.Bodies.FindAsync(id))!).ShouldBe(answer.GetProperty("vendor_body").GetString());
    }

    [Theory]
    [InlineData("/v1/generations/nonsense", HttpStatusCode.NotFound)]
    [InlineData("/v1/generations/0197d9c4-0000-7000-8000-000000000000", HttpStatusCode.NotFound)]
    [InlineData("/v1/generations?limit=0", HttpStatusCode.BadRequest)]
    [InlineData("/v1/generations?status=done", HttpStatusCode.BadRequest)]
    [InlineData("/v1/generations?cursor=nonsense", HttpStatusCode.BadRequest)]
    public async Task What_is_not_there_or_makes_no_sense_is_said_so(string path, HttpStatusCode status)
    {
        using var response = await http.GetAsync(path);
        response.StatusCode.ShouldBe(status);
        (await ReadAsync(response)).GetProperty("findings")[0].GetProperty("message").GetString().ShouldNotBeNullOrEmpty();
    }

    [Fact]
    public async Task A_generation_that_has_ended_can_not_be_cancelled()
    {
        var generation = Samples.Generation("completed");
        await intake.Generations.InsertAsync(generation);
        using var response = await http.PostAsync($"/v1/generations/{generation.Id}/cancel", null);
        response.StatusCode.ShouldBe(HttpStatusCode.Conflict);
    }

    [Fact]
    public async Task Cancel_asks_the_saga()
    {
        var generation = Samples.Generation("rendering");
        await intake.Generations.InsertAsync(generation);
        using var response = await http.PostAsJsonAsync($"/v1/generations/{generation.Id}/cancel", new { discard = true });
        response.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        await intake.Recorder.PublishedAsync<CancelTask>(sent => sent.GenerationId == generation.Id);
    }

    [Fact]
    public async Task Only_an_uncertain_generation_can_be_resolved()
    {
        var (uncertain, rendering, inDoubt) = (Samples.Generation("uncertain"), Samples.Generation("rendering"), Samples.Generation("uncertain"));
        uncertain.OnHold = true;
        await intake.Generations.InsertAsync(uncertain);
        await intake.Generations.InsertAsync(inDoubt);
        await intake.Generations.InsertAsync(rendering);

        using var wrongState = await http.PostAsJsonAsync($"/v1/generations/{rendering.Id}/resolve", new { decision = "fail" });
        using var tooEarly = await http.PostAsJsonAsync($"/v1/generations/{inDoubt.Id}/resolve", new { decision = "resubmit" });
        using var wrongWord = await http.PostAsJsonAsync($"/v1/generations/{uncertain.Id}/resolve", new { decision = "hope" });
        using var noTask = await http.PostAsJsonAsync($"/v1/generations/{uncertain.Id}/resolve", new { decision = "adopt" });
        using var right = await http.PostAsJsonAsync($"/v1/generations/{uncertain.Id}/resolve", new { decision = "resubmit" });
        using var adopting = await http.PostAsJsonAsync($"/v1/generations/{uncertain.Id}/resolve", new { decision = "adopt", task_id = "task-7" });

        wrongState.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        tooEarly.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        wrongWord.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        right.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        (await ReadAsync(noTask)).GetProperty("findings")[0].GetProperty("pointer").GetString().ShouldBe("/task_id");
        adopting.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        await intake.Recorder.PublishedAsync<ResolveSubmission>(sent => sent.Decision == "resubmit");
        await intake.Recorder.PublishedAsync<ResolveSubmission>(sent => sent is { Decision: "adopt", TaskId: "task-7" });
    }

    [Theory]
    [InlineData("task-7", HttpStatusCode.Accepted)]
    [InlineData("task-8", HttpStatusCode.Conflict)]
    public async Task One_that_the_vendor_refused_can_be_given_a_task_that_is_paid_for_it(string taskId, HttpStatusCode expected)
    {
        var refused = Samples.Generation("failed");
        refused.TaskId = null;
        refused.DueAt = null;
        refused.Error = new GenerationError { Code = "vendor_refused", Message = "No." };
        refused.Orphans.Add(new OrphanTask { TaskId = "task-7" });
        await intake.Generations.InsertAsync(refused);

        using var adopting = await http.PostAsJsonAsync($"/v1/generations/{refused.Id}/resolve", new { decision = "adopt", task_id = taskId });

        adopting.StatusCode.ShouldBe(expected);
    }

    private async Task<HttpResponseMessage> PostAsync(string body, string? key = null, string path = "/v1/generations")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        if (key is not null)
            request.Headers.Add("Idempotency-Key", key);
        return await http.SendAsync(request);
    }

    private static async Task<JsonElement> ReadAsync(HttpResponseMessage response) => await response.Content.ReadFromJsonAsync<JsonElement>();
}
