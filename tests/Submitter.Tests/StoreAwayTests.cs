using Wan.Contracts;
using Wan.Fixtures;
using Wan.Fixtures.MongoWire;

namespace Wan.Submitter.Tests;

/// <summary>A store that goes away while a POST is under way.</summary>
public sealed class StoreAwayTests : SubmitterTest
{
    [Fact]
    public async Task The_id_of_a_task_is_kept_until_it_can_be_saved()
    {
        await using var server = new MongoWireServer();
        await using var submitter = await StartAsync(
            ("Storage:Provider", "mongodb"), ("Storage:MongoDb:ConnectionString", server.Address), ("Storage:Timeout", "00:00:01"));
        Vendor.Surprises.Enqueue(async (context, stub, body) =>
        {
            await server.GoAsync();
            await StubVendor.AnswerAsync(context, stub.Accept(context, body));
        });
        var command = SubmitterUnderTest.Command();
        await submitter.HandleAsync(command);
        await Eventually.UntilAsync(() => submitter.Warnings.Count(IsOfTheTask) >= 3, "the store is away");

        server.Return();

        (await submitter.SubmittedAsync(command.GenerationId)).TaskId.ShouldBe(Vendor.Tasks.Single().Id);
        Vendor.Posts.Count.ShouldBe(1);
        server.Unknown.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_refusal_is_kept_until_it_can_be_saved_and_is_told_only_then()
    {
        await using var server = new MongoWireServer();
        await using var submitter = await StartAsync(
            ("Storage:Provider", "mongodb"), ("Storage:MongoDb:ConnectionString", server.Address), ("Storage:Timeout", "00:00:01"));
        Vendor.Surprises.Enqueue(async (context, stub, body) =>
        {
            await server.GoAsync();
            await StubVendor.Error(400, "InvalidParameter")(context, stub, body);
        });
        var command = SubmitterUnderTest.Command();
        await submitter.HandleAsync(command);
        await Eventually.UntilAsync(
            () => submitter.Warnings.Count(line => line.Contains($"generation {command.GenerationId} could not be saved", StringComparison.Ordinal)) >= 3, "the store is away");
        submitter.Published<SubmissionRefused>(command.GenerationId, message => message.GenerationId).ShouldBeEmpty();

        server.Return();

        (await submitter.InStateAsync(command.GenerationId, SubmissionState.Refused)).Error!.VendorCode.ShouldBe("InvalidParameter");
        await Eventually.UntilAsync(
            () => submitter.Published<SubmissionRefused>(command.GenerationId, message => message.GenerationId).Count > 0, "the refusal told");
        Vendor.Posts.Count.ShouldBe(1);
    }

    private bool IsOfTheTask(string line) => Vendor.Tasks.Any(task => line.Contains(task.Id, StringComparison.Ordinal));
}
