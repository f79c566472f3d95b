using Wan.Fixtures;
using Wan.Fixtures.MongoWire;
using Wan.Intake.Tests.Keys;

namespace Wan.Intake.Tests.Gateway;

/// <summary>Lists of OpenAI's videos API behind more deleted videos than a tenant pays for: giving a request up costs nothing.</summary>
public sealed class ManyDeletedTests
{
    [Fact]
    public async Task A_page_is_read_in_few_steps_and_ends_within_bounds_where_it_can_be_gone_on_from()
    {
        await using var server = new MongoWireServer();
        await using var intake = GatewayOnMongoDb.Start(server, "00:00:10");
        using var http = intake.CreateClient();
        var last = Samples.Generation("completed", createdAt: Samples.Now.AddDays(-1));
        await Eventually.UntilAsync(async () => await InsertAsync(intake, last), "the store");
        foreach (var number in Enumerable.Range(0, 5_100))
        {
            var deleted = Samples.Generation("cancelled", createdAt: Samples.Now.AddSeconds(number));
            deleted.VideoDeletionAsked = new() { At = Samples.Now, Reason = "Asked for." };
            (await intake.Generations.InsertAsync(deleted)).ShouldBeTrue();
        }

        var before = Finds(server);
        var first = (await http.GetAsync(null, "/v1/videos?limit=1")).Json;
        var finds = Finds(server) - before;
        var second = (await http.GetAsync(null, $"/v1/videos?limit=1&after={first.GetProperty("last_id").GetString()}")).Json;

        (first.GetProperty("data").GetArrayLength(), first.GetProperty("has_more").GetBoolean()).ShouldBe((0, true));
        finds.ShouldBeLessThan(1_000); // One by one they were 5,000. Others of this process look too.
        second.GetProperty("data")[0].GetProperty("id").GetString().ShouldBe(last.Id);
        (second.GetProperty("last_id").GetString(), second.GetProperty("has_more").GetBoolean()).ShouldBe((last.Id, false));
    }

    private static int Finds(MongoWireServer server) => server.Received("find", "intake.generations");

    private static async Task<bool> InsertAsync(IntakeApplication intake, Generation generation)
    {
        try
        {
            return await intake.Generations.InsertAsync(generation);
        }
        catch (Wan.Storage.StorageUnavailableException)
        {
            return false;
        }
    }
}
