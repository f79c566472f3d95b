using Wan.Fixtures;
using Wan.Fixtures.MongoWire;

namespace Wan.Intake.Tests.Events;

/// <summary>Whoever follows all generations and is cut again and again gets every change once and in order, from whichever process.</summary>
public sealed class EventsOverCutsTests
{
    private const int Generations = 200;
    private const int Cuts = 20;

    // Waits as short as they may be, and a window that ends within the test; yet the store has the time that a busy machine needs.
    private static readonly (string, string)[] Hasty = [("Storage:Timeout", "00:00:05"), ("Clock:MaxOffset", "00:00:01"), ("Intake:EventsInterval", "00:00:00.100")];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Every_change_comes_once_and_in_order_over_twenty_cuts_on_two_processes(int seed)
    {
        using var folder = new TemporaryFolder();
        await using var one = new IntakeApplication(folder, record: false, Hasty);
        await using var other = new IntakeApplication(folder, record: false, Hasty);

        await FollowAsync(seed, one, other);
    }

    [Fact]
    public async Task So_it_does_with_the_store_of_several_hosts()
    {
        await using var server = new MongoWireServer();
        (string, string)[] settings = [.. Hasty, ("Storage:Provider", "mongodb"), ("Storage:MongoDb:ConnectionString", server.Address)];
        await using var one = new IntakeApplication(record: false, settings);
        await using var other = new IntakeApplication(record: false, settings);

        await FollowAsync(3, one, other);
        server.Unknown.ShouldBeEmpty();
        server.Uncovered.ShouldBeEmpty();
    }

    private static async Task FollowAsync(int seed, params IntakeApplication[] intakes)
    {
        foreach (var intake in intakes)
            intake.ListenOnPort();
        HttpClient[] https = [.. intakes.Select(intake => intake.CreateClient())];
        var (reader, random) = (new EventReader("/v1/events"), new Random(seed));
        (await reader.ReadAsync(https[0], () => reader.LastId is not null)).ShouldBeTrue();

        var telling = Parallel.ForAsync(0, Generations, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (number, _) =>
            await Story.TellAsync(await Story.AcceptAsync(https[number % 2]), intakes[number % 2], intakes[(number + 1) % 2], intakes[number % 2]));
        for (var cut = 0; cut < Cuts; cut++)
            await reader.ReadAsync(https[cut % 2], () => false, random.Next(1, 40_000));
        while (!IsAllThere())
            await reader.ReadAsync(https[random.Next(2)], IsAllThere);
        await telling;

        var told = reader.Events.GroupBy(received => received.GenerationId).ToList();
        told.Count.ShouldBe(Generations);
        told.ShouldAllBe(generation => generation.Select(received => $"{received}").SequenceEqual(Story.Whole));
        foreach (var http in https)
            http.Dispose();

        bool IsAllThere() => reader.Events.Count >= Generations * Story.Whole.Length;
    }
}
