using MassTransit;
using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Mvc.Testing;
using Wan.Contracts;
using Wan.DashScope.Requests;
using Wan.Fixtures;
using Wan.Intake.Sagas;

namespace Wan.Intake.Tests;

/// <summary>A request is stored once, apart from its generation, and no message carries it.</summary>
public sealed class RequestBodiesTests
{
    private const int Megabytes = 1024 * 1024;

    [Fact]
    public async Task A_request_stands_apart_and_its_generation_and_messages_name_it_by_its_hash()
    {
        await using var intake = new IntakeApplication();
        using var http = intake.CreateClient();

        var id = await AcceptAsync(http, 3 * Megabytes);

        var generation = (await intake.Generations.FindAsync(id))!;
        var body = (await intake.Bodies.FindAsync(id))!;
        generation.Request.ShouldBeNull();
        Convert.ToHexStringLower(SHA256.HashData(body)).ShouldBe(generation.RequestHash);
        var submit = await intake.Recorder.PublishedAsync<SubmitGeneration>(sent => sent.GenerationId == id);
        (submit.Body, submit.BodyBytes, submit.RequestHash).ShouldBe((null, body.Length, generation.RequestHash));
        submit.PromptSha256.ShouldBe(TaskIdentity.Fingerprint("Image 1 dances"));
        var archive = Samples.Generation("archiving").ToArchiveVideo();
        archive.RequestHash.ShouldNotBeNull();
        JsonSerializer.Serialize(submit).Length.ShouldBeLessThan(1000);
    }

    [Fact]
    public void One_that_an_older_release_took_in_sends_its_request_along()
    {
        var older = Samples.Generation("submitting", request: """{"input":{"prompt":"older"}}""");

        older.ToSubmitGeneration().Body.ShouldBe(older.Request);
        older.ToArchiveVideo().Request.ShouldBe(older.Request);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1 * Megabytes)]
    public async Task A_request_that_was_here_before_leaves_no_second_body(int bytes)
    {
        await using var intake = new IntakeApplication();
        using var http = intake.CreateClient();

        var first = await AcceptAsync(http, bytes, "order-1");
        (await AcceptAsync(http, bytes, "order-1")).ShouldBe(first);
        using var conflict = await PostAsync(http, bytes + 4, "order-1");

        conflict.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await intake.Bodies.IdsAsync("", 10)).ShouldBe([first]);
    }

    [Fact]
    public async Task An_image_of_twenty_megabytes_is_taken_as_a_data_URI()
    {
        await using var intake = new IntakeApplication(settings: ("Storage:Timeout", "00:01:00")); // A busy machine is slow.
        using var http = intake.CreateClient();

        var id = await AcceptAsync(http, 20_000_000 / 3 * 4);

        (await intake.Bodies.FindAsync(id))!.Length.ShouldBeGreaterThan(26_000_000);
    }

    [Fact]
    public async Task While_large_bodies_take_all_the_room_a_further_one_is_sent_away_and_a_small_one_taken()
    {
        await using var intake = new IntakeApplication(settings: [("Intake:MaxBytesInFlight", "2000000"), ("Intake:MaxRequestBytes", "4000000")]);
        using var http = intake.CreateClient(new() { AllowAutoRedirect = false }); // Else it would read the whole body first.
        using var stalled = new StallingContent(1_500_000, atByte: 500_000);
        var first = http.PostAsync("/v1/generations", stalled);
        await stalled.Stalls;

        HttpResponseMessage? second = null;
        await Eventually.UntilAsync(
            async () => (second = await PostAsync(http, 1_000_000)).StatusCode == HttpStatusCode.ServiceUnavailable, "one that is sent away");
        using var small = await PostAsync(http, 100);

        second!.Headers.RetryAfter!.Delta.ShouldNotBeNull();
        second.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        small.StatusCode.ShouldBe(HttpStatusCode.Accepted);

        stalled.GoOn();
        (await first).StatusCode.ShouldBe(HttpStatusCode.BadRequest); // It was no JSON after all.
        await AcceptAsync(http, 1_000_000);
    }

    [Fact]
    public async Task What_waits_in_the_line_is_asked_for_in_bulk_and_not_driven_on()
    {
        await using var intake = new IntakeApplication(settings: [("Intake:LineCheckInterval", "00:00:00.200"), ("Intake:WholeLineCheckInterval", "00:00:00.200")]);
        _ = intake.Server;
        var waiting = Enumerable.Range(0, 600).Select(_ => Samples.Generation("submitting")).ToList();
        foreach (var generation in waiting)
        {
            generation.DueAt = DateTimeOffset.UtcNow + TimeSpan.FromHours(1);
            await intake.Generations.InsertAsync(generation);
        }

        var asked = new HashSet<string>();
        await Eventually.UntilAsync(
            () =>
            {
                asked.UnionWith(intake.Recorder.Published.OfType<ConfirmSubmissions>().SelectMany(message => message.GenerationIds));
                return asked.Count == waiting.Count;
            },
            "all to be asked for");
        intake.Recorder.Published.OfType<ConfirmSubmissions>().ShouldAllBe(message => message.GenerationIds.Count <= 500);
        intake.Recorder.Published.OfType<ContinueGeneration>().ShouldBeEmpty();
    }

    [Fact]
    public async Task After_a_look_that_failed_all_that_wait_are_asked_for()
    {
        await using var intake = new IntakeApplication(settings: [("Intake:LineCheckInterval", "00:00:00.200")]);
        _ = intake.Server;
        await YoungAsync(() => intake.Recorder.Published.OfType<ConfirmSubmissions>().Any()); // So that the whole look at the start is over, or under way.
        var old = Samples.Generation("submitting");
        await intake.Generations.InsertAsync(old);
        var broken = intake.Bus.ConnectPublishObserver(new PublishFails<ConfirmSubmissions>()); // Each: of one that takes long another try is made, so that a look does not fail by the first.
        await YoungAsync(() => intake.Errors.Any(error => error.Contains("Submitter could not be asked", StringComparison.Ordinal)));
        broken.Disconnect();

        await intake.Recorder.PublishedAsync<ConfirmSubmissions>(message => message.GenerationIds.Contains(old.Id));

        // What is young is looked at for a moment only.
        Task YoungAsync(Func<bool> until) => Eventually.UntilAsync(
            async () => await intake.Generations.InsertAsync(Samples.Generation("submitting", createdAt: DateTimeOffset.UtcNow)) && until(), "a look at what is young");
    }

    [Fact]
    public async Task One_that_Submitter_does_not_know_is_sent_to_it_again_and_then_left_alone_for_hours()
    {
        await using var intake = new IntakeApplication();
        _ = intake.Server;
        var generation = Samples.Generation("submitting");
        generation.DueAt = DateTimeOffset.UtcNow + TimeSpan.FromMinutes(1);
        await intake.Generations.InsertAsync(generation);

        await intake.Bus.Publish(new ContinueGeneration { GenerationId = generation.Id });

        await intake.Recorder.PublishedAsync<SubmitGeneration>(sent => sent.GenerationId == generation.Id);
        (await intake.Generations.FindAsync(generation.Id))!.DueAt!.Value.ShouldBeGreaterThan(DateTimeOffset.UtcNow + TimeSpan.FromHours(5));
    }

    [Fact]
    public async Task One_that_is_to_be_cancelled_is_driven_on_soon()
    {
        await using var intake = new IntakeApplication();
        _ = intake.Server;
        var generation = Samples.Generation("submitting");
        await intake.Generations.InsertAsync(generation);

        await intake.Bus.Publish(new CancelGeneration { GenerationId = generation.Id });
        await intake.Recorder.PublishedAsync<WithdrawSubmission>(sent => sent.GenerationId == generation.Id);
        await intake.Bus.Publish(new ContinueGeneration { GenerationId = generation.Id });
        await intake.Recorder.PublishedAsync<SubmitGeneration>(sent => sent.GenerationId == generation.Id);

        (await intake.Generations.FindAsync(generation.Id))!.DueAt!.Value.ShouldBeLessThan(DateTimeOffset.UtcNow + TimeSpan.FromMinutes(3));
    }

    private static async Task<string> AcceptAsync(HttpClient http, int bytes, string? key = null)
    {
        using var response = await PostAsync(http, bytes, key);
        response.StatusCode.ShouldBe(HttpStatusCode.Accepted, await response.Content.ReadAsStringAsync());
        return (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString()!;
    }

    private static async Task<HttpResponseMessage> PostAsync(HttpClient http, int bytes, string? key = null)
    {
        var image = bytes == 0 ? "https://example.com/a.png" : $"data:image/png;base64,{new string('A', bytes / 4 * 4)}";
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/generations");
        request.Content = new StringContent(
            $$"""{"model":"wan2.7-r2v","input":{"prompt":"Image 1 dances","media":[{"type":"reference_image","url":"{{image}}"}]},"x":{{bytes % 4}}}""",
            Encoding.UTF8, "application/json");
        if (key is not null)
            request.Headers.Add("Idempotency-Key", key);
        return await http.SendAsync(request);
    }

    /// <summary>A body that stops in the middle until it is told to go on.</summary>
    private sealed class StallingContent : HttpContent
    {
        private readonly TaskCompletionSource stalls = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource goesOn = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly int length;
        private readonly int atByte;

        public StallingContent(int length, int atByte)
        {
            (this.length, this.atByte) = (length, atByte);
            Headers.ContentType = new("application/json");
        }

        public Task Stalls => stalls.Task;

        public void GoOn() => goesOn.TrySetResult();

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            await stream.WriteAsync(new byte[atByte]);
            await stream.FlushAsync();
            stalls.TrySetResult();
            await goesOn.Task;
            await stream.WriteAsync(new byte[length - atByte]);
        }

        protected override bool TryComputeLength(out long computed)
        {
            computed = length;
            return true;
        }
    }

    private sealed class PublishFails<TMessage> : IPublishObserver
    {
        public Task PrePublish<T>(PublishContext<T> context) where T : class => context.Message is TMessage ? throw new InvalidOperationException("Not taken.") : Task.CompletedTask;

        public Task PostPublish<T>(PublishContext<T> context) where T : class => Task.CompletedTask;

        public Task PublishFault<T>(PublishContext<T> context, Exception exception) where T : class => Task.CompletedTask;
    }
}
