using System.Net;
using Wan.Fixtures;
using Wan.Fixtures.MongoWire;
using Wan.Hosting.Doors.Access;
using Wan.Storage;

namespace Wan.Intake.Tests.Keys;

/// <summary>While it can't be known who asks, nobody is let in.</summary>
public sealed class UnsureTests
{
    [Fact]
    public async Task While_the_store_is_away_a_key_is_neither_good_nor_bad()
    {
        await using var server = new MongoWireServer();
        await using var intake = OnMongoDb(server);
        using var http = intake.CreateClient();
        var key = await PatientlyAsync(() => intake.AddKeyAsync("acme", Scopes.All));
        var doors = DoorCase.Of(intake).DistinctBy(door => door.Scope).ToList(); // Each takes its second.
        await server.GoAsync();

        foreach (var door in doors)
        {
            var heard = await door.AskAsync(http, key, Guid.CreateVersion7().ToString());
            heard.Status.ShouldBe(HttpStatusCode.ServiceUnavailable, $"{door}");
            heard.Answer.Headers.RetryAfter.ShouldNotBeNull();
        }

        (await http.GetAsync(null, "/v1/generations")).Code.ShouldBe("auth.missing"); // That there are keys is known.
        (await http.GetAsync(null, "/health/live")).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task While_it_is_not_known_whether_there_are_keys_nobody_is_let_in_for_being_near()
    {
        await using var server = new MongoWireServer();
        await using var intake = OnMongoDb(server);
        using var http = intake.CreateClient();
        await Eventually.UntilAsync(async () => (await http.GetAsync(null, "/v1/keys")).Status == HttpStatusCode.OK, "let in");

        using (server.Fail(FaultKind.CutBefore, "find", "intake.keys", times: null))
        {
            await Eventually.UntilAsync(
                async () => (await http.GetAsync(null, "/v1/generations")).Status == HttpStatusCode.ServiceUnavailable, "refused once what was known is a second old");
        }

        await Eventually.UntilAsync(async () => (await http.GetAsync(null, "/v1/generations")).Status == HttpStatusCode.OK, "let in again");
    }

    [Fact]
    public async Task Whose_a_generation_is_must_be_known()
    {
        await using var server = new MongoWireServer();
        await using var intake = OnMongoDb(server);
        using var http = intake.CreateClient();
        var (key, generation) = (await PatientlyAsync(() => intake.AddKeyAsync("other")), await PatientlyAsync(() => intake.AddGenerationAsync("acme")));

        using (server.Fail(FaultKind.CutBefore, "find", "intake.generations", times: null))
            (await http.GetAsync(key, $"/v1/generations/{generation.Id}")).Status.ShouldBe(HttpStatusCode.ServiceUnavailable);
    }

    // A busy machine may take longer for it than the second that the store has here.
    private static Task<T> PatientlyAsync<T>(Func<Task<T>> make) where T : class => Eventually.FindAsync(
        async () =>
        {
            try
            {
                return await make();
            }
            catch (StorageUnavailableException)
            {
                return null;
            }
        },
        "stored");

    private static IntakeApplication OnMongoDb(MongoWireServer server) => new(
        record: true, ("Storage:Provider", "mongodb"), ("Storage:MongoDb:ConnectionString", server.Address), ("Storage:Timeout", "00:00:01"),
        ("Intake:ArchiverUrl", "http://archiver:8081"), ("Auth:SigningKey", Convert.ToBase64String(new byte[32])));
}
