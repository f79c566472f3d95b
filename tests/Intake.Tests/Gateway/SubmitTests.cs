using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Text;
using Wan.Contracts;
using Wan.Fixtures;
using Wan.Intake.Tests.Keys;

namespace Wan.Intake.Tests.Gateway;

/// <summary>Submits in the vendor's manner: what becomes of them, and how they are answered.</summary>
public sealed class SubmitTests : IAsyncLifetime
{
    private readonly IntakeApplication intake = new();
    private HttpClient http = null!;

    public Task InitializeAsync()
    {
        http = intake.CreateClient();
        return Task.CompletedTask;
    }

    public async Task DisposeAsync() => await intake.DisposeAsync();

    [Fact]
    public async Task A_submit_is_a_generation_and_is_answered_as_the_vendor_does()
    {
        const string extra = """{"model":"wan2.7-r2v","input":{"prompt":"Image 1 waves","extend_prompt":true,"function":"","media":[{"type":"reference_image","url":"https://example.com/a.png"}]},"parameters":{"with_audio":false},"metadata":{"order":"42"},"priority":"high"}""";

        var heard = await http.SubmitAsync(body: extra);

        heard.Status.ShouldBe(HttpStatusCode.OK, heard.Text);
        heard.Answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/json");
        heard.Json.EnumerateObject().Select(member => member.Name).ShouldBe(["output", "request_id"]);
        heard.Output("task_status").ShouldBe("PENDING");
        var generation = (await intake.Generations.FindAsync(heard.Output("task_id")!))!;
        (generation.Model, generation.Priority, generation.Metadata!["order"]).ShouldBe(("wan2.7-r2v", "high", "42"));
        heard.Answer.Headers.Location!.ToString().ShouldBe($"/v1/generations/{generation.Id}");
        var sent = Encoding.UTF8.GetString((await intake.Bodies.FindAsync(generation.Id))!);
        sent.ShouldContain("\"extend_prompt\":true");
        sent.ShouldContain("\"with_audio\":false");
        await intake.Recorder.PublishedAsync<SubmitGeneration>(message => message.GenerationId == generation.Id);
        ActivityContext.TryParse(generation.TraceParent, null, out var trace).ShouldBeTrue();
        heard.Text("request_id").Replace("-", "", StringComparison.Ordinal).ShouldBe(trace.TraceId.ToHexString());
    }

    [Fact]
    public async Task Its_span_says_in_whose_manner_it_was_asked()
    {
        foreach (var (path, door) in new[]
        {
            (VendorClient.Submit, "dashscope"),
            ("/v1/generations", "http"),
            ("/v1/nothing", null),
        })
        {
            var (trace, spans) = (ActivityTraceId.CreateRandom(), new ConcurrentBag<Activity>());
            using var listener = new ActivityListener
            {
                ShouldListenTo = source => source.Name == "Microsoft.AspNetCore", Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData, ActivityStopped = spans.Add,
            };
            ActivitySource.AddActivityListener(listener);

            await http.AskAsync(null, HttpMethod.Post, path, "{}", ("traceparent", $"00-{trace}-00f067aa0ba902b7-01"));

            var span = await Eventually.FindAsync(() => Task.FromResult(spans.FirstOrDefault(each => each.TraceId == trace)), "the request's span");
            span.GetTagItem("wan.door").ShouldBe(door);
        }
    }

    [Fact]
    public async Task Only_what_is_to_be_asynchronous_is_taken()
    {
        foreach (var (name, value) in new[] { ("X-DASHSCOPE-ASYNC", "disable"), ("X-Other", "enable") })
        {
            var refused = await http.AskAsync(null, HttpMethod.Post, VendorClient.Submit, VendorClient.Body, (name, value));
            (refused.Status, refused.Text("code")).ShouldBe((HttpStatusCode.Forbidden, "AccessDenied"));
            refused.Text("message").ShouldStartWith("current user api does not support synchronous calls.");
        }

        (await intake.CountAsync()).ShouldBe(0);
        (await http.AskAsync(null, HttpMethod.Post, VendorClient.Submit, VendorClient.Body, ("x-dashscope-async", "ENABLE"))).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task The_same_key_is_the_same_task_and_no_key_is_another()
    {
        var first = await http.SubmitAsync(headers: ("idempotency-key", "order-1"));
        var again = await http.SubmitAsync(headers: ("Idempotency-Key", "order-1"));
        var (one, two) = (await http.SubmitAsync(), await http.SubmitAsync());

        again.Output("task_id").ShouldBe(first.Output("task_id"));
        new[] { first, one, two }.Select(heard => heard.Output("task_id")).Distinct().Count().ShouldBe(3);
        var conflict = await http.SubmitAsync(body: VendorClient.Body.Replace("waves", "jumps", StringComparison.Ordinal), headers: ("Idempotency-Key", "order-1"));
        (conflict.Status, conflict.Text("code")).ShouldBe((HttpStatusCode.Conflict, "Conflict"));
        conflict.Text("message").ShouldContain(first.Output("task_id")!);
    }

    [Fact]
    public async Task A_repeated_submit_of_what_has_ended_says_so()
    {
        var id = (await http.SubmitAsync(headers: ("Idempotency-Key", "order-1"))).Output("task_id")!;
        await intake.Recorder.PublishedAsync<SubmitGeneration>(message => message.GenerationId == id);
        await intake.Bus.Publish(new SubmissionRefused { GenerationId = id, Error = Samples.Error });
        await intake.Recorder.PublishedAsync<GenerationFailed>(message => message.GenerationId == id);

        var again = await http.SubmitAsync(headers: ("Idempotency-Key", "order-1"));

        (again.Output("task_id"), again.Output("task_status")).ShouldBe((id, "FAILED"));
    }

    [Fact]
    public async Task What_is_wrong_is_said_with_every_finding()
    {
        foreach (var (body, code, first, second) in new[]
        {
            ("""{"model":"qwen-max","input":{}}""", "InvalidParameter", "Model not exist.", "wan2.7-r2v"),
            ("""{"input":{"prompt":"x"}}""", "BadRequest.EmptyModel", "model.missing at /model", "wan2.7-r2v"),
            ("""{"model":"wan2.7-r2v"}""", "BadRequest.EmptyInput", "input.missing at /input", "prompt"),
            ("""{"model":"wan2.7-r2v","input":{"prompt":"x","media":[]},"parameters":{"duration":11111}}""", "InvalidParameter", "at /input/media", "at /parameters/duration"),
            ("""{"model":""", "InvalidParameter", "body.not_json", "line 1"),
            ("[]", "InvalidParameter", "body.not_an_object", "an array"),
        })
        {
            var heard = await http.SubmitAsync(body: body);

            (heard.Status, heard.Text("code")).ShouldBe((HttpStatusCode.BadRequest, code), heard.Text);
            heard.Text("message").ShouldContain(first);
            heard.Text("message").ShouldContain(second);
            heard.Text("request_id").ShouldNotBeNullOrEmpty();
            (await intake.CountAsync()).ShouldBe(0);
        }
    }

    [Fact]
    public async Task Another_address_of_the_vendors_says_which_there_are()
    {
        foreach (var (method, path, status, words) in new[]
        {
            ("POST", "/api/v1/services/aigc/image2video/video-synthesis", HttpStatusCode.BadRequest, "url error, please check url！"),
            ("POST", "/api/v1/services/aigc/text-generation/generation", HttpStatusCode.BadRequest, "url error, please check url！"),
            ("GET", VendorClient.Submit, HttpStatusCode.BadRequest, "Request method 'GET' is not supported."),
            ("GET", "/api/v1/models", HttpStatusCode.NotFound, "There is no GET /api/v1/models here."),
            ("DELETE", "/api/v1/tasks/1", HttpStatusCode.NotFound, "There is no DELETE /api/v1/tasks/1 here."),
        })
        {
            var heard = await http.AskAsync(null, new HttpMethod(method), path, method == "POST" ? VendorClient.Body : null);

            heard.Status.ShouldBe(status, heard.Text);
            heard.Text("message").ShouldStartWith(words);
            heard.Text("message").ShouldContain("wan2.7-r2v");
        }
    }

    [Fact]
    public async Task The_index_lists_the_addresses_that_there_are()
    {
        var paths = (await http.GetAsync(null, "/")).Json.GetProperty("addresses").EnumerateArray().Select(address => address.GetProperty("path").GetString()!).Where(path => path.StartsWith("/api/", StringComparison.Ordinal));

        paths.ShouldBe([VendorClient.Submit, VendorClient.Tasks, $"{VendorClient.Tasks}/{{id}}", $"{VendorClient.Tasks}/{{id}}/cancel", VendorClient.Uploads, VendorClient.Uploads], ignoreOrder: true);
    }

    [Fact]
    public async Task Other_tenants_are_not_asked_for()
    {
        var key = await intake.AddKeyAsync("acme");
        var heard = await http.SubmitAsync(key, VendorClient.Body.Replace("{\"model\"", "{\"tenant\":\"other\",\"model\"", StringComparison.Ordinal));

        (heard.Status, heard.Text("code")).ShouldBe((HttpStatusCode.Forbidden, "AccessDenied"));
        heard.Text("message").ShouldContain("auth.tenant at /tenant");
        (await intake.Generations.FindAsync((await http.SubmitAsync(key)).Output("task_id")!))!.Tenant.ShouldBe("acme");
    }
}
