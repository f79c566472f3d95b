using Wan.Fixtures;

namespace Wan.EndToEnd.Tests;

/// <summary>One of two Submitters on one SQLite file is frozen (SIGSTOP) in the middle of a transaction, and so has everybody's lock.</summary>
[Collection("rabbitmq 2")]
public sealed class FrozenWriterTests(RabbitMqBroker broker)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(180);

    [Fact]
    public async Task The_other_says_who_has_the_lock_and_all_goes_on_once_that_one_does_or_is_killed()
    {
        await using var installation = await Installation.StartAsync(
            await broker.CreateVirtualHostAsync(), new InstallationPlan { Submitters = 2 });
        var submitters = installation.Replicas("Submitter");
        var (frozen, other) = (submitters[1], submitters[0]); // Intake asks the first for places in the line.
        var (orders, ids) = (Order.Mixed(8), new List<string>());
        await FreezeAsync(goesOn: true);
        await FreezeAsync(goesOn: false);

        async Task FreezeAsync(bool goesOn)
        {
            await frozen.TerminateAsync();
            frozen.SignalsItselfAt = new CheckpointSignal("TransactionBegun", 5, Freezes: true);
            frozen.Start();
            ids.AddRange(await Task.WhenAll(orders.Skip(ids.Count).Take(4).Select(installation.Door.PlaceAsync)));
            await frozen.WaitUntilFrozenAsync();

            await Eventually.UntilAsync(
                async () => await other.ReadinessAsync() is { } answer && answer.StartsWith("503", StringComparison.Ordinal)
                    && answer.Contains($"Process {frozen.ProcessId} (Wan.Submitter) holds it and is stopped", StringComparison.Ordinal),
                () => $"readiness that names the process{other.Tail()}");

            if (goesOn)
                frozen.Thaw();
            else
                await frozen.KillAsync();

            await other.WaitUntilReadyAsync();
            var generations = await installation.Door.WaitForEndsAsync(ids, Patience, installation.Tails, evenIfUncertain: true);
            await Proof.CheckAsync(installation, [.. orders.Take(ids.Count)], generations);
        }
    }
}
