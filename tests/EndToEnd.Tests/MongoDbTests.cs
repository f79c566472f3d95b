using Wan.Fixtures;
using Wan.Fixtures.MongoWire;

namespace Wan.EndToEnd.Tests;

/// <summary>The processes with their documents in MongoDB: a double of its server, which may be told to go wrong.</summary>
[Collection("rabbitmq 1")]
public sealed class MongoDbTests(RabbitMqBroker broker)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(180);

    [Fact]
    public async Task A_server_that_loses_answers_and_dies_in_mid_run_costs_time_and_nothing_else()
    {
        await using var server = new MongoWireServer();
        await using var installation = await Installation.StartAsync(await broker.CreateVirtualHostAsync(), new InstallationPlan
        {
            RunningTasks = 10,
            Submitters = 2,
            Services = new Dictionary<string, string>
            {
                ["Storage__Provider"] = "mongodb",
                ["Storage__MongoDb__ConnectionString"] = server.Address,
                ["Accounts__0__RepairQueriesPerSecond"] = "50",
                ["Submitter__Repair__FirstLook"] = "00:00:00.5",
                ["Submitter__Repair__LongestWait"] = "00:00:01",
                ["Submitter__Repair__AbsentAfter"] = "00:00:02",
                ["Submitter__Repair__HoldLook"] = "00:00:01",
            },
        });
        var orders = Order.Mixed(60);
        var placing = Task.WhenAll(orders.Select(installation.Door.PlaceAsync));

        // Twice in a row is once more than the driver tries.
        await UntilAsync(async () => await installation.Simulator.CountAsync("tasks") >= 10, "10 tasks");
        Fault[] lost = [.. from command in new[] { "insert", "update", "findAndModify" } from _ in Enumerable.Range(0, 3) select server.Fail(FaultKind.AnswerLost, command, times: 2)];
        await UntilAsync(async () => await installation.Simulator.CountAsync("tasks") >= 25, "25 tasks");
        await server.GoAsync();
        foreach (var service in installation.Services)
            await UntilAsync(async () => await service.ReadinessAsync() is not { } readiness || !readiness.StartsWith("200", StringComparison.Ordinal), $"{service.Service} not ready");
        server.Return();

        // A POST at the moment of its death may be doubted by the other replica for a while: later orders show it what became of it.
        await installation.Door.WaitForEndsAsync(await placing, Patience, installation.Tails);
        var later = Order.Witnesses();
        string[] ids = [.. await placing, .. await Task.WhenAll(later.Select(installation.Door.PlaceAsync))];
        var generations = await installation.Door.WaitForEndsAsync(ids, Patience, installation.Tails, evenIfUncertain: true);
        await Proof.CheckAsync(installation, [.. orders, .. later], generations);
        lost.ShouldContain(fault => fault.Hits > 0);
        server.Unknown.ShouldBeEmpty();
        server.Uncovered.ShouldBeEmpty();

        Task UntilAsync(Func<Task<bool>> condition, string what) => Eventually.UntilAsync(condition, () => $"{what}{installation.Tails()}", Patience);
    }
}
