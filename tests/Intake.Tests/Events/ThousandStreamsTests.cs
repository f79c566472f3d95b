using Wan.Fixtures;
using Wan.Intake.Events;

namespace Wan.Intake.Tests.Events;

/// <summary>Many streams at one process, in memory that is measured.</summary>
[Collection(MeasuresMemory.Name)]
public sealed class ThousandStreamsTests
{
    [Fact]
    public async Task A_thousand_streams_of_one_process_get_every_event_and_share_its_bytes()
    {
        const int Streams = 1_000, Told = 20;
        await using var intake = new IntakeApplication(record: false, ("Doors:MaxConnections", "2500"));
        using var handler = new SocketsHttpHandler();
        intake.ListenOnPort();
        intake.StartServer();
        using var http = new HttpClient(handler) { BaseAddress = intake.Address };
        using var bound = new CancellationTokenSource(TimeSpan.FromSeconds(120));
        EventReader[] readers = [.. Enumerable.Range(0, Streams).Select(_ => new EventReader("/v1/events"))];

        var reading = readers.Select(reader => reader.FollowAsync(http, () => reader.Events.Count >= Told)).ToList();
        await Eventually.UntilAsync(() => readers.All(reader => reader.LastId is not null), "all have begun");
        var before = GC.GetTotalMemory(forceFullCollection: true);
        for (var number = 0; number < Told; number++)
        {
            var generation = Samples.Generation("failed"); // Nothing drives it on.
            StateChanges.Note(generation, DateTimeOffset.UtcNow);
            await intake.Generations.InsertAsync(generation, bound.Token);
        }

        await Task.WhenAll(reading);

        var first = readers[0].Events.ConvertAll(received => received.GenerationId);
        first.Distinct().Count().ShouldBe(Told);
        foreach (var reader in readers)
            reader.Events.ConvertAll(received => received.GenerationId).ShouldBe(first);
        foreach (var reader in readers)
            reader.Events.Clear();
        (GC.GetTotalMemory(forceFullCollection: true) - before).ShouldBeLessThan(32 * 1024 * 1024);
    }
}
