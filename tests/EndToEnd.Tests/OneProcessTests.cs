using System.Net;
using Wan.Fixtures;

namespace Wan.EndToEnd.Tests;

[Collection("rabbitmq 3")]
public sealed class OneProcessTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    [Fact]
    public async Task A_hundred_generations_are_completed_with_a_task_each()
    {
        await using var installation = await Installation.StartInOneProcessAsync(runningTasks: 20);
        var orders = Order.Mixed(100);

        var ids = await Task.WhenAll(orders.Select(installation.Door.PlaceAsync));
        var generations = await installation.Door.WaitForEndsAsync(ids, Patience, installation.Tails);

        await Proof.CheckAsync(installation, orders, generations);
    }

    [Fact]
    public async Task A_dry_run_and_a_refused_request_reach_neither_store_nor_vendor()
    {
        await using var installation = await Installation.StartInOneProcessAsync(runningTasks: 5);
        var orders = Order.Mixed(6);

        foreach (var order in orders)
        {
            var (status, answer) = await installation.Door.PostAsync("/v1/generations?dryRun=true", order.Body);
            status.ShouldBe(HttpStatusCode.OK, answer.ToString());
            answer.GetProperty("vendor_body").GetString()!.ShouldContain(order.Prompt);
            answer.GetProperty("estimate").GetProperty("output_seconds").GetDecimal().ShouldBe(order.Seconds);

            (status, answer) = await installation.Door.PostAsync("/v1/generations", Order.Spoilt(order.Body));
            status.ShouldBe(HttpStatusCode.UnprocessableEntity, answer.ToString());
        }

        (await installation.Door.CountAsync()).ShouldBe(0);
        var placed = await installation.Door.PlaceAsync(orders[0]);
        await installation.Door.WaitForEndsAsync([placed], Patience, installation.Tails);
        (await installation.Simulator.CountAsync("submits")).ShouldBe(1);
        (await installation.Simulator.GetLedgerAsync()).Tasks.ShouldHaveSingleItem().Prompt.ShouldBe(orders[0].Prompt);
        (await installation.Door.CountAsync()).ShouldBe(1);
    }

    [Fact]
    public async Task Killed_in_mid_run_and_started_again_it_finishes_what_it_has_taken_and_pays_nothing_twice()
    {
        await using var installation = await Installation.StartInOneProcessAsync(runningTasks: 10);
        var orders = Order.Mixed(49);
        var ids = await Task.WhenAll(orders.Select(installation.Door.PlaceAsync));
        await Eventually.UntilAsync(async () => await installation.Simulator.CountAsync("tasks") >= 20, () => $"20 tasks{installation.Tails()}");

        await installation["Standalone"].KillAsync();
        await installation["Standalone"].StartAsync();

        var generations = await installation.Door.WaitForEndsAsync(ids, Patience, installation.Tails);
        await Proof.CheckAsync(installation, orders, generations, mayBeUncertain: true);
    }
}
