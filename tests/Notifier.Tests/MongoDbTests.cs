using Wan.Fixtures;
using Wan.Fixtures.MongoWire;
using Wan.Notifier.Deliveries;

namespace Wan.Notifier.Tests;

/// <summary>The same on MongoDB, as its double speaks.</summary>
public sealed class MongoDbTests
{
    [Fact]
    public async Task Webhooks_are_sent_again_and_found_on_MongoDB_too_and_wait_while_it_is_away()
    {
        await using var store = new MongoWireServer();
        await using var receiver = await Receiver.StartAsync();
        await using var host = await NotifierHost.StartAsync(
            ("Storage:Provider", "mongodb"), ("Storage:MongoDb:ConnectionString", store.Address), ("Storage:Timeout", "00:00:02"),
            ("Clock:MaxOffset", "01:00:00")); // It is compared with the store's.
        var id = (await host.AddAsync(receiver.Url())).GetProperty("id").GetString()!;
        receiver.AnswerWith(500);
        var change = host.Story.Ends();
        await host.DeliveryAsync(id, delivery => delivery.Tries == 1, "tried");

        receiver.AnswerWith(204);
        host.Clock.Move(TimeSpan.FromSeconds(10));
        var delivered = await host.DeliveryAsync(id, delivery => delivery.Status == DeliveryStatus.Delivered, "delivered");
        (delivered.GenerationId, delivered.Tries).ShouldBe((change.GenerationId, 2));

        await store.GoAsync();
        var other = host.Story.Ends();
        await Eventually.UntilAsync(() => host.Logs.ToString().Contains("can't be read for now", StringComparison.Ordinal), "known to be away");
        store.Return();

        await Eventually.UntilAsync(() => receiver.All.Any(one => one.Body == other.Body), "the other");
        var page = (await host.AskAsync(HttpMethod.Get, $"/v1/webhooks/{id}/deliveries?status=delivered")).Body.GetProperty("items");
        page.GetArrayLength().ShouldBeGreaterThanOrEqualTo(1);
    }
}
