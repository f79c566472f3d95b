using Microsoft.AspNetCore.Http;
using Wan.Fixtures;
using Wan.Notifier.Deliveries;
using Wan.Notifier.Endpoints;
using Wan.Notifier.Lanes;
using Wan.Storage;

namespace Wan.Notifier.Tests;

/// <summary>A slow or dead receiver delays nobody else.</summary>
public sealed class ManyReceiversTests
{
    private const int Dead = 900, Live = 100;

    [Fact]
    public async Task Of_a_thousand_receivers_a_hundred_hear_at_once_while_nine_hundred_hang()
    {
        await using var receiver = await StartReceiverAsync();
        await using var host = await NotifierHost.StartAsync(("Notifier:Timeout", "00:00:30"), ("Notifier:Lease", "00:02:00"));
        await AddAsync(host, receiver);

        var change = host.Story.Ends();

        await LiveHearAsync(host, receiver, change.Body);
        await receiver.LetGoAsync();
    }

    [Fact]
    public async Task Those_that_are_known_to_fail_have_a_part_of_the_places_alone()
    {
        await using var receiver = await StartReceiverAsync();
        await using var host = await NotifierHost.StartAsync(("Notifier:Timeout", "00:00:30"), ("Notifier:Lease", "00:02:00"), ("Notifier:Concurrency", "20"));
        await AddAsync(host, receiver);
        var lanes = host.Service<IDocuments<Lane>>();
        await Parallel.ForEachAsync(Enumerable.Range(0, Dead), async (number, _) =>
            (await lanes.InsertAsync(new Lane { Id = $"wh_dead{number}", EndpointId = $"wh_dead{number}", CreatedAt = host.Clock.GetUtcNow(), Failures = 1 }, default)).ShouldBeTrue());

        var first = host.Story.Ends();
        await LiveHearAsync(host, receiver, first.Body);
        await Eventually.UntilAsync(() => receiver.All.Any(one => one.Path.StartsWith("/dead", StringComparison.Ordinal)), "a dead one to be tried");
        var second = host.Story.Ends(); // With all of their places taken.
        await LiveHearAsync(host, receiver, second.Body);

        host.Service<LaneQueue>().Working.Failing.ShouldBeLessThanOrEqualTo(10);
        await receiver.LetGoAsync();
    }

    private static async Task<Receiver> StartReceiverAsync()
    {
        var receiver = await Receiver.StartAsync();
        receiver.Answer = async context =>
        {
            if (context.Request.Path.StartsWithSegments("/dead", StringComparison.Ordinal))
                await receiver.HangAsync();
            context.Response.StatusCode = StatusCodes.Status204NoContent;
        };
        return receiver;
    }

    private static async Task AddAsync(NotifierHost host, Receiver receiver)
    {
        var endpoints = host.Service<IDocuments<WebhookEndpoint>>();
        await Parallel.ForEachAsync(Enumerable.Range(0, Dead).Select(number => $"dead{number}").Concat(Enumerable.Range(0, Live).Select(number => $"live{number}")), async (name, _) =>
            (await endpoints.InsertAsync(
                new WebhookEndpoint
                {
                    Id = $"wh_{name}",
                    Tenant = "acme",
                    CreatedAt = host.Clock.GetUtcNow(),
                    UpdatedAt = host.Clock.GetUtcNow(),
                    Secret = WebhookSecret.Create(),
                    Url = receiver.Url($"/{name[..4]}/{name[4..]}"),
                },
                default)).ShouldBeTrue());
    }

    private static async Task LiveHearAsync(NotifierHost host, Receiver receiver, string body)
    {
        await Eventually.UntilAsync(
            () => Task.FromResult(receiver.All.Where(one => one.Body == body && one.Path.StartsWith("/live", StringComparison.Ordinal)).Select(one => one.Path).Distinct().Count() == Live),
            () => $"the live ones, of {receiver.All.Count()} that came");
        var tried = receiver.All.FirstOrDefault(one => one.Path.StartsWith("/dead", StringComparison.Ordinal))?.Path[6..] ?? "0";
        var hanging = await host.DeliveryAsync($"wh_dead{tried}", delivery => delivery.Body == body, "there");
        (hanging.Status, hanging.Tries).ShouldBe((DeliveryStatus.Pending, 0)); // And those that hang had no end meanwhile.
    }
}
