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

    private bool IsOfTheTask(string line) => Vendor.Tasks.Any(task => line.Contains(task.Id, StringComparison.Ordinal));
}
