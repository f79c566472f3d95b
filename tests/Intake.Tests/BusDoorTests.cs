using System.Text.Json.Nodes;
using MassTransit;
using Wan.Fixtures;
using Wan.Contracts;
using Wan.Storage;

namespace Wan.Intake.Tests;

/// <summary>The bus door: a command becomes a generation, and nonsense an event that says why.</summary>
public sealed class BusDoorTests : IAsyncLifetime
{
    private readonly IntakeApplication intake = new();

    public Task InitializeAsync()
    {
        _ = intake.Server; // Starts it.
        return Task.CompletedTask;
    }

    public async Task DisposeAsync() => await intake.DisposeAsync();

    [Fact]
    public async Task A_command_is_stored_and_started()
    {
        await intake.Bus.Publish(Command("order-1"));

        await intake.Recorder.PublishedAsync<SubmitGeneration>(sent => sent.Tenant == "acme");
        var stored = (await intake.Generations.FindByUniqueKeyAsync("acme/order-1"))!;
        stored.Metadata!["order"].ShouldBe("1");
        JsonNode.Parse(await intake.Bodies.FindAsync(stored.Id))!["input"]!["prompt"]!.GetValue<string>().ShouldBe("Image 1 waves");
    }

    [Fact]
    public async Task A_command_that_is_larger_than_any_door_takes_is_rejected()
    {
        await using var strict = new IntakeApplication(settings: ("Intake:MaxRequestBytes", "2000"));
        _ = strict.Server;

        await strict.Bus.Publish(Command("order-9") with { Metadata = new Dictionary<string, string> { ["note"] = new('x', 2000) } });

        var rejected = await strict.Recorder.PublishedAsync<GenerationRejected>();
        rejected.Findings.ShouldHaveSingleItem().Code.ShouldBe("body.too_large");
    }

    [Fact]
    public async Task The_same_command_twice_makes_one_generation()
    {
        await intake.Bus.Publish(Command("order-2"));
        await intake.Bus.Publish(Command("order-2"));
        await intake.Bus.Publish(Command("order-3"));

        await intake.Recorder.ConsumedAsync<ReceivedCommand>(_ => true, 3);
        (await intake.CountAsync()).ShouldBe(2);
    }

    [Fact]
    public async Task A_message_that_comes_again_is_one_generation_without_an_id_of_the_requesters_too()
    {
        var (messageId, command) = (NewId.NextGuid(), Command("") with { ClientRequestId = null });
        foreach (var id in new[] { messageId, messageId, NewId.NextGuid() })
            await intake.Bus.Publish(command, sending => sending.MessageId = id);

        // Many a sender gives all its messages the same id: this is another order.
        await intake.Bus.Publish(command with { Metadata = new Dictionary<string, string> { ["order"] = "2" } }, sending => sending.MessageId = messageId);

        await intake.Recorder.ConsumedAsync<ReceivedCommand>(_ => true, 4);
        (await intake.CountAsync()).ShouldBe(3);
    }

    [Fact]
    public async Task A_command_that_breaks_a_rule_is_rejected_with_findings_and_can_be_looked_up()
    {
        await intake.Bus.Publish(Command("order-4") with { Model = "wan9" });

        var rejected = await intake.Recorder.PublishedAsync<GenerationRejected>();
        rejected.ClientRequestId.ShouldBe("order-4");
        rejected.Metadata!["order"].ShouldBe("1");
        rejected.Findings.ShouldContain(finding => finding.Pointer == "/model" && finding.Severity == "error");
        (await intake.Generations.FindAsync(rejected.GenerationId))!.Status.ShouldBe("rejected");
    }

    [Fact]
    public async Task The_same_wrong_command_twice_is_one_rejected_generation_and_its_id_stays_free()
    {
        var wrong = Command("order-6") with { Parameters = new() { Duration = 99 } };
        await intake.Bus.Publish(wrong);
        await intake.Bus.Publish(wrong);
        await Eventually.UntilAsync(() => intake.Recorder.Published.OfType<GenerationRejected>().Count() == 2, "two answers");
        intake.Recorder.Published.OfType<GenerationRejected>().Select(rejected => rejected.GenerationId).Distinct().Count().ShouldBe(1);
        (await intake.Generations.FindAsync(intake.Recorder.Published.OfType<GenerationRejected>().First().GenerationId))!.Model.ShouldBe("wan2.7-r2v");

        await intake.Bus.Publish(Command("order-6"));

        await intake.Recorder.PublishedAsync<SubmitGeneration>();
        (await intake.CountAsync()).ShouldBe(2);
    }

    [Theory]
    [InlineData(null, "/v1/generations/")]
    [InlineData("https://wan.example.com/videos/", "https://wan.example.com/videos/v1/generations/")]
    public async Task The_same_command_after_the_end_has_the_end_told_again(string? publicUrl, string videoUrl)
    {
        await using var open = new IntakeApplication(settings: ("Intake:PublicUrl", publicUrl!));
        _ = open.Server;
        await open.Bus.Publish(Command("order-7"));
        await open.Recorder.PublishedAsync<SubmitGeneration>();
        var ended = (await open.Generations.FindByUniqueKeyAsync("acme/order-7"))!;
        await open.Generations.ChangeAsync(ended, generation =>
        {
            (generation.CurrentState, generation.DueAt, generation.TaskId, generation.Video) = ("Completed", null, "task-7", Samples.Video);
            return true;
        });

        await open.Bus.Publish(Command("order-7"));

        var told = await open.Recorder.PublishedAsync<GenerationCompleted>();
        told.GenerationId.ShouldBe(ended.Id);
        told.VideoUrl.ShouldBe($"{videoUrl}{ended.Id}/video");
        (await open.CountAsync()).ShouldBe(1);
    }

    [Fact]
    public async Task Another_request_under_a_used_id_is_rejected()
    {
        await intake.Bus.Publish(Command("order-5"));
        await intake.Recorder.PublishedAsync<SubmitGeneration>();
        await intake.Bus.Publish(Command("order-5") with { Input = new() { Prompt = "Image 1 jumps", Media = Command("x").Input.Media } });

        var rejected = await intake.Recorder.PublishedAsync<GenerationRejected>();
        rejected.Findings[0].Code.ShouldBe("idempotency.conflict");
    }

    private static GenerateVideo Command(string id) => new()
    {
        Model = "wan2.7-r2v",
        Input = new()
        {
            Prompt = "Image 1 waves",
            Media = [new MediaReference { Type = "reference_image", Url = "https://example.com/a.png" }],
        },
        ClientRequestId = id,
        Tenant = "acme",
        Metadata = new Dictionary<string, string> { ["order"] = "1" },
    };
}
