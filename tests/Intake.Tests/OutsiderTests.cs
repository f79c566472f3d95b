using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using MassTransit;
using RabbitMQ.Client;
using Wan.Contracts;
using Wan.Fixtures;
using Wan.Intake.Sagas;

namespace Wan.Intake.Tests;

/// <summary>On a real broker: whatever an outsider publishes is answered and can be looked up, and nothing of it lies in the way.</summary>
[Collection("rabbitmq")]
public sealed class OutsiderTests(RabbitMqBroker broker)
{
    private const string Json = "application/json", Envelope = "application/vnd.masstransit+json";

    private const string Good = """{"model":"wan2.6-r2v","input":{"prompt":"character1","reference_urls":["https://e.com/a.png"]},"client_request_id":"good"}""";

    // What comes, the content type that it claims, and the first finding.
    private static readonly (string Body, string? Type, string Code)[] Nonsense =
    [
        ("not json", Json, "body.not_json"),
        ("", Json, "body.not_json"),
        ("{\"model\":", null, "body.not_json"),
        ("{\"model\":1,}", Json, "body.not_json"),
        ($"{{\"x\":{new string('[', 100)}{new string(']', 100)}}}", Json, "body.not_json"),
        ("\u00ff\u00fe", Json, "body.not_utf8"),
        ("{\"x\":\"\\ud800\"}", Json, "body.lone_surrogate"),
        ("[1,2]", Json, "body.not_an_object"),
        ("null", Json, "body.not_an_object"),
        ("7", "text/plain", "body.not_an_object"),
        ("{\"model\":\"a\",\"model\":\"b\"}", Json, "body.duplicate_key"),
        ("{\"model\":7,\"input\":[],\"parameters\":\"x\"}", Json, "model.not_a_string"),
        ("{\"model\":\"wan2.7-r2v\",\"input\":[],\"parameters\":\"x\"}", Json, "input.not_an_object"),
        ("{}", "application/vnd.masstransit+bson", "model.missing"),
        ("{}", "no content type", "model.missing"),
        ("not json", Envelope, "body.not_json"),
        ("[]", Envelope, "body.not_an_object"),
        ("{\"message\":5}", Envelope, "body.not_an_object"),
        ("{\"messageId\":\"x\",\"message\":{\"model\":5}}", Envelope, "model.not_a_string"),
        ("{\"messageId\":7,\"message\":{\"model\":\"wan2.7-r2v\",\"input\":\"x\"}}", Envelope, "input.not_an_object"),
        ("{\"conversationId\":\"x\",\"sourceAddress\":\"::\",\"headers\":[],\"host\":5,\"message\":{\"model\":true}}", Envelope, "model.not_a_string"),
        ("{\"messageType\":[\"urn:message:wan:generate-video\"],\"message\":{\"model\":\"wan9\",\"input\":{}}}", Envelope, "model.unknown"),
        ($"{{\"messageType\":[\"urn:message:other:thing\"],\"message\":{Good}}}", Envelope, "envelope.message_type"),
        ($"{{\"messageType\":[\"urn:message:wan:generate-video\"],\"message\":{Good}}}", Json, "envelope.content_type"),
        ($"{{\"messageType\":[1],\"message\":{Good}}}", Envelope, "envelope.message_type"),
        ($"{{\"messageType\":[\"\\ud800\"],\"message\":{Good}}}", Envelope, "envelope.message_type"),
    ];

    [Fact]
    public async Task Any_bytes_are_answered_with_findings_and_none_of_them_stays_in_a_queue()
    {
        var virtualHost = await broker.CreateVirtualHostAsync();
        await using var intake = new IntakeApplication(true, ("WAN_RABBITMQ", virtualHost));
        using var http = intake.CreateClient();
        await Eventually.UntilAsync(async () => (await http.GetAsync("/health/ready")).IsSuccessStatusCode, "Intake to be ready");
        await using var outsider = await Outsider.ConnectAsync(virtualHost);

        foreach (var (body, type, _) in Nonsense)
            await outsider.SendAsync(Encoding.Latin1.GetBytes(body), type);
        await outsider.SendAsync(Encoding.UTF8.GetBytes(Good), Json);

        var rejections = await outsider.RejectionsAsync(Nonsense.Length);
        rejections.Select(rejection => rejection.GetProperty("findings")[0].GetProperty("code").GetString())
            .ShouldBe(Nonsense.Select(nonsense => nonsense.Code), ignoreOrder: true);
        foreach (var rejection in rejections)
        {
            rejection.GetProperty("message_id").GetString().ShouldBe("no-guid");
            rejection.GetProperty("correlation_id").GetString().ShouldBe("none-either");
            var found = await http.GetFromJsonAsync<JsonElement>($"/v1/generations/{rejection.GetProperty("generation_id").GetString()}");
            found.GetProperty("status").GetString().ShouldBe("rejected");
            found.GetProperty("findings").GetRawText().Length.ShouldBeGreaterThan(50);
        }

        await Eventually.UntilAsync(async () => await intake.Generations.FindByUniqueKeyAsync("default/good") is not null, "the good command to be taken");
        await Eventually.UntilAsync(async () => await outsider.CountAsync("intake.generate-video") == 0, "the queue to be empty");
        (await outsider.CountAsync("intake.generate-video_error")).ShouldBeNull();
        (await outsider.CountAsync("intake.generate-video_skipped")).ShouldBeNull();
        (await outsider.CountAsync("wan.dead-letter")).ShouldBe(0u);
    }

    [Theory]
    [InlineData("""{"a":1}""", Json)]
    [InlineData("""{"message":{"a":1},"headers":{"h":"x"}}""", Envelope)]
    public async Task A_header_that_fills_a_frame_is_left_behind(string body, string type)
    {
        var virtualHost = await broker.CreateVirtualHostAsync();
        await using var intake = new IntakeApplication(true, ("WAN_RABBITMQ", virtualHost));
        using var http = intake.CreateClient();
        await Eventually.UntilAsync(async () => (await http.GetAsync("/health/ready")).IsSuccessStatusCode, "Intake to be ready");
        await using var outsider = await Outsider.ConnectAsync(virtualHost);

        await outsider.SendAsync(Encoding.UTF8.GetBytes(body), type, new Dictionary<string, object?> { ["h"] = new string('x', 130_900) });
        await outsider.SendAsync(Encoding.UTF8.GetBytes(Good), Json);

        await Eventually.UntilAsync(async () => await intake.Generations.FindByUniqueKeyAsync("default/good") is not null, "the good command to be taken");
        await outsider.RejectionsAsync(1);
        await Eventually.UntilAsync(async () => await outsider.CountAsync("intake.generate-video") == 0, "the queue to be empty");
        (await intake.CountAsync()).ShouldBe(2);
        (await outsider.RejectionsAsync(1)).ShouldHaveSingleItem();
        (await outsider.CountAsync("intake.generate-video_error")).ShouldBeNull();
    }

    [Fact]
    public async Task What_headers_claim_is_not_believed()
    {
        var virtualHost = await broker.CreateVirtualHostAsync();
        await using var intake = new IntakeApplication(true, ("WAN_RABBITMQ", virtualHost));
        using var http = intake.CreateClient();
        await Eventually.UntilAsync(async () => (await http.GetAsync("/health/ready")).IsSuccessStatusCode, "Intake to be ready");
        await using var outsider = await Outsider.ConnectAsync(virtualHost);
        var claims = new[] { "MT-Activity-Correlation-Context", "MT-Activity-Id", "traceparent", "baggage", "MessageId", "CorrelationId", "ConversationId", "MT-Redelivery-Count" };

        await outsider.SendAsync("{}"u8.ToArray(), Json, claims.ToDictionary(name => name, object? (_) => "no such thing"));
        await outsider.SendAsync("{}"u8.ToArray(), Envelope, claims.ToDictionary(name => name, object? (_) => 7));

        var rejections = await outsider.RejectionsAsync(2);
        rejections.ShouldAllBe(rejection => rejection.GetProperty("message_id").GetString() == "no-guid" && rejection.GetProperty("correlation_id").GetString() == "none-either");
        (await outsider.CountAsync("intake.generate-video_error")).ShouldBeNull();
    }

    [Fact]
    public async Task A_command_whose_first_message_was_not_taken_is_one_generation_that_the_sweep_starts()
    {
        var virtualHost = await broker.CreateVirtualHostAsync();
        await using var intake = new IntakeApplication(true, ("WAN_RABBITMQ", virtualHost), ("Intake:StartWithin", "00:00:00"));
        using var http = intake.CreateClient();
        await Eventually.UntilAsync(async () => (await http.GetAsync("/health/ready")).IsSuccessStatusCode, "Intake to be ready");
        await using var outsider = await Outsider.ConnectAsync(virtualHost);
        await outsider.ReceiveAsync("wan.submit-generation");
        var broken = new FirstPublishFails<SubmitGeneration>();
        intake.Bus.ConnectPublishObserver(broken);

        await outsider.SendAsync(Encoding.UTF8.GetBytes(Good.Replace("client_request_id", "tenant", StringComparison.Ordinal)), new BasicProperties());

        await intake.Recorder.PublishedAsync<SubmitGeneration>();
        broken.Fails.ShouldBe(1);
        intake.Recorder.Published.OfType<ContinueGeneration>().ShouldNotBeEmpty();
        (await intake.CountAsync()).ShouldBe(1);
        (await outsider.CountAsync("intake.generate-video_error")).ShouldBeNull();
    }

    [Fact]
    public async Task A_queue_of_somebodys_that_refuses_what_it_has_no_room_for_holds_up_nobody()
    {
        var virtualHost = await broker.CreateVirtualHostAsync();
        await using var intake = new IntakeApplication(true, ("WAN_RABBITMQ", virtualHost));
        using var http = intake.CreateClient();
        await Eventually.UntilAsync(async () => (await http.GetAsync("/health/ready")).IsSuccessStatusCode, "Intake to be ready");
        await using var outsider = await Outsider.ConnectAsync(virtualHost);
        await outsider.RefuseAsync("wan.generation-rejected");

        await outsider.SendAsync("not json"u8.ToArray(), Json);
        await outsider.SendAsync(Encoding.UTF8.GetBytes(Good), Json);

        await outsider.RejectionsAsync(1);
        await Eventually.UntilAsync(async () => await intake.Generations.FindByUniqueKeyAsync("default/good") is not null, "the good command to be taken");
        await Eventually.UntilAsync(async () => await outsider.CountAsync("intake.generate-video_error") == 1, "the refused answer's message to be given up");
        (await outsider.RejectionsAsync(1)).Select(rejection => rejection.GetProperty("generation_id").GetString()).Distinct().ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_refused_message_that_comes_again_is_refused_as_the_same()
    {
        var virtualHost = await broker.CreateVirtualHostAsync();
        await using var intake = new IntakeApplication(true, ("WAN_RABBITMQ", virtualHost));
        using var http = intake.CreateClient();
        await Eventually.UntilAsync(async () => (await http.GetAsync("/health/ready")).IsSuccessStatusCode, "Intake to be ready");
        await using var outsider = await Outsider.ConnectAsync(virtualHost);

        await outsider.SendAsync("not json"u8.ToArray(), Json);
        await outsider.SendAsync("not json"u8.ToArray(), Json);

        (await outsider.RejectionsAsync(2)).Select(rejection => rejection.GetProperty("generation_id").GetString()).Distinct().ShouldHaveSingleItem();
        (await intake.CountAsync()).ShouldBe(1);
    }

    [Fact]
    public async Task Hundreds_of_messages_about_one_generation_at_once_leave_none_behind()
    {
        var virtualHost = await broker.CreateVirtualHostAsync();
        await using var intake = new IntakeApplication(true, ("WAN_RABBITMQ", virtualHost));
        using var http = intake.CreateClient();
        await Eventually.UntilAsync(async () => (await http.GetAsync("/health/ready")).IsSuccessStatusCode, "Intake to be ready");
        await using var outsider = await Outsider.ConnectAsync(virtualHost);
        await outsider.ReceiveAsync("wan.submit-generation");
        var generation = Samples.Generation(nameof(GenerationStateMachine.Accepted));
        (await intake.Generations.InsertAsync(generation)).ShouldBeTrue();

        await Task.WhenAll(Enumerable.Range(0, 196).Select(_ => intake.Bus.Publish(new ContinueGeneration { GenerationId = generation.Id })));

        await Eventually.UntilAsync(async () => (await intake.Generations.FindAsync(generation.Id))!.Version > 196, "each of them handled");
        await Eventually.UntilAsync(async () => await outsider.CountAsync("intake.generation") == 0, "the queue to be empty");
        (await outsider.CountAsync("intake.generation_error")).ShouldBeNull();
        (await intake.Generations.FindAsync(generation.Id))!.CurrentState.ShouldBe(nameof(GenerationStateMachine.Submitting));
    }
}
