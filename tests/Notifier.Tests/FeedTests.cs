using System.Text.Json;
using Wan.Contracts;
using Wan.Fixtures;
using Wan.Intake.Changes;
using Wan.Notifier.Deliveries;
using Wan.Notifier.Feed;
using Wan.Storage;

namespace Wan.Notifier.Tests;

/// <summary>What Notifier hears of a real Intake, which tells it nothing: it looks.</summary>
public sealed class FeedTests
{
    [Fact]
    public async Task What_Intake_has_stored_is_told_to_the_endpoints_of_its_tenant_and_to_its_callback()
    {
        using var folder = new TemporaryFolder();
        await using var receiver = await Receiver.StartAsync();
        await using var intake = await IntakeHost.StartAsync(folder);
        await using var notifier = await NotifierHost.StartAsync(folder, intake.Address);
        await notifier.AddAsync(receiver.Url("/acme"));
        await notifier.AddAsync(receiver.Url("/failed"), "acme", "generation.failed");
        await notifier.AddAsync(receiver.Url("/other"), "other");

        var id = await intake.PlaceAsync($"\"tenant\":\"acme\",\"metadata\":{{\"order\":\"42\"}},\"callback_url\":\"{receiver.Url("/callback")}\"");
        await intake.EndAsync(id);

        var webhook = (await receiver.HeardAsync(1, "/acme", notifier.Logs.ToString)).ShouldHaveSingleItem();
        var callback = (await receiver.HeardAsync(1, "/callback")).ShouldHaveSingleItem();
        var body = JsonDocument.Parse(webhook.Body).RootElement;
        body.EnumerateObject().Select(member => member.Name).ShouldBe(["type", "timestamp", "data"]);
        body.GetProperty("type").GetString().ShouldBe("generation.completed");
        body.GetProperty("timestamp").GetDateTimeOffset().ShouldBe((await intake.Generations.FindAsync(id))!.ChangedAt!.Value);
        var data = body.GetProperty("data");
        (data.GetProperty("id").GetString(), data.GetProperty("status").GetString(), data.GetProperty("metadata").GetProperty("order").GetString()).ShouldBe((id, "completed", "42"));
        data.GetProperty("links").GetProperty("self").GetString().ShouldBe($"https://wan.example.com/v1/generations/{id}");
        callback.Body.ShouldBe(webhook.Body);
        callback.Id.ShouldNotBe(webhook.Id);
        receiver.All.Count().ShouldBe(2);
    }

    [Fact]
    public async Task What_happened_while_nobody_looked_is_told_by_whoever_looks_next()
    {
        using var folder = new TemporaryFolder();
        await using var receiver = await Receiver.StartAsync();
        await using var intake = await IntakeHost.StartAsync(folder);
        await using (var before = await NotifierHost.StartAsync(folder, intake.Address))
            await before.AddAsync(receiver.Url());

        var ids = new List<string>();
        foreach (var state in new[] { "Completed", "Failed", "Cancelled", "Uncertain" })
        {
            ids.Add(await intake.PlaceAsync("\"tenant\":\"acme\""));
            await intake.EndAsync(ids[^1], state);
        }

        await using var after = await NotifierHost.StartAsync(folder, intake.Address);

        var heard = await receiver.HeardAsync(4, more: after.Logs.ToString);
        heard.Select(one => JsonDocument.Parse(one.Body).RootElement).Select(body => (body.GetProperty("data").GetProperty("id").GetString()!, body.GetProperty("type").GetString()!)).Order().ShouldBe(
            ids.Zip(["generation.completed", "generation.failed", "generation.cancelled", "generation.uncertain"]).Order());
    }

    [Fact]
    public async Task What_changed_long_before_what_changed_last_is_told_too_if_it_was_not()
    {
        using var folder = new TemporaryFolder();
        await using var intake = await IntakeHost.StartAsync(folder);
        var id = await intake.PlaceAsync("\"tenant\":\"acme\"");
        await intake.EndAsync(id, "Uncertain");
        var uncertainAt = (await intake.Generations.FindAsync(id))!.ChangedAt!.Value;
        intake.Clock.Move(TimeSpan.FromDays(3));
        await intake.EndAsync(id);
        var place = new ChangedCursor(intake.Clock.GetUtcNow() - TimeSpan.FromHours(1), null);
        var reader = intake.Service<ChangesReader>();

        var notTold = await reader.ReadAsync(place, uncertainAt, CancellationToken.None);
        var told = await reader.ReadAsync(place, place.ChangedAt, CancellationToken.None);

        notTold.Changes.Select(change => change.Type).ShouldBe(["generation.uncertain", "generation.completed"]);
        told.Changes.Select(change => change.Type).ShouldBe(["generation.completed"]);
    }

    [Fact]
    public async Task Whoever_goes_on_in_the_middle_of_what_was_missed_knows_up_to_when_all_was_told()
    {
        await using var host = await NotifierHost.StartAsync();
        await Eventually.UntilAsync(async () => await host.Service<IDocuments<FeedPlace>>().FindAsync(FeedPlace.TheOne) is not null, "it to begin");
        FeedBook Book() => new(host.Service<IDocuments<FeedPlace>>(), host.Clock);
        var begun = (await Book().FindAsync(CancellationToken.None))!.Value;
        var (later, end) = (begun.Generations.AddDays(10), begun.Generations.AddDays(20));

        var book = Book();
        await book.FindAsync(CancellationToken.None);
        await book.RaiseAsync(new ReadUntil(later, begun.Changes), TimeSpan.Zero, CancellationToken.None);
        var inBetween = await Book().FindAsync(CancellationToken.None);
        await book.RaiseAsync(new ReadUntil(end, end), TimeSpan.Zero, CancellationToken.None);

        inBetween!.Value.Generations.ShouldBe(later);
        inBetween.Value.Changes.ShouldBeLessThan(later);
        (await Book().FindAsync(CancellationToken.None)).ShouldBe(new ReadUntil(end, end));
    }

    [Fact]
    public async Task One_that_fails_and_is_completed_after_all_is_told_of_both_and_of_each_once()
    {
        using var folder = new TemporaryFolder();
        await using var receiver = await Receiver.StartAsync();
        await using var intake = await IntakeHost.StartAsync(folder);
        await using var notifier = await NotifierHost.StartAsync(folder, intake.Address);
        var endpoint = (await notifier.AddAsync(receiver.Url())).GetProperty("id").GetString()!;
        var id = await intake.PlaceAsync("\"tenant\":\"acme\"");

        await intake.EndAsync(id, "Failed");
        await receiver.HeardAsync();
        await intake.EndAsync(id, "Archiving");
        await intake.EndAsync(id);
        await receiver.HeardAsync(2);

        var last = await intake.PlaceAsync("\"tenant\":\"acme\"");
        await intake.EndAsync(last);
        await notifier.DeliveryAsync(endpoint, delivery => delivery.GenerationId == last && delivery.Status == DeliveryStatus.Delivered, "of the last");
        receiver.All.Select(one => JsonDocument.Parse(one.Body).RootElement.GetProperty("type").GetString()).ShouldBe(
            ["generation.failed", "generation.completed", "generation.completed"]);
    }

    [Fact]
    public async Task A_request_that_the_bus_door_refuses_is_told_as_rejected()
    {
        using var folder = new TemporaryFolder();
        await using var receiver = await Receiver.StartAsync();
        await using var intake = await IntakeHost.StartAsync(folder);
        await using var notifier = await NotifierHost.StartAsync(folder, intake.Address);

        await intake.Bus.Publish(new GenerateVideo
        {
            Tenant = "acme", Model = "none", CallbackUrl = receiver.Url(), Input = new VideoInput { Prompt = "x" },
        });

        var body = JsonDocument.Parse((await receiver.HeardAsync(more: () => $"{intake.Logs}"))[0].Body).RootElement;
        body.GetProperty("type").GetString().ShouldBe("generation.rejected");
    }

    [Fact]
    public async Task A_video_at_risk_is_told_though_Intake_is_away_when_the_message_comes()
    {
        await using var receiver = await Receiver.StartAsync();
        await using var host = await NotifierHost.StartAsync();
        await host.AddAsync(receiver.Url(), "acme", "generation.archiving_at_risk");
        var change = host.Story.Ends("generation.failed");
        var expires = new DateTimeOffset(2026, 11, 30, 12, 0, 0, TimeSpan.Zero);
        host.Story.IsAway = true;

        for (var time = 0; time < 2; time++)
            await host.Bus.Publish(new ArchivingAtRisk { GenerationId = change.GenerationId, Tenant = "acme", TaskId = "task", UrlExpiresAt = expires, Reason = "No room." });
        await host.Recorder.ConsumedAsync<ArchivingAtRisk>(_ => true, 2);
        host.Story.IsAway = false;
        host.Clock.Move(TimeSpan.FromMinutes(2)); // One that was claimed meanwhile is due again.

        var body = JsonDocument.Parse((await receiver.HeardAsync(more: host.Logs.ToString)).ShouldHaveSingleItem().Body).RootElement;
        body.GetProperty("type").GetString().ShouldBe("generation.archiving_at_risk");
        var data = body.GetProperty("data");
        data.GetProperty("id").GetString().ShouldBe(change.GenerationId);
        data.GetProperty("at_risk").GetProperty("url_expires_at").GetDateTimeOffset().ShouldBe(expires);
        data.GetProperty("at_risk").GetProperty("reason").GetString().ShouldBe("No room.");
    }

    [Fact]
    public async Task Two_replicas_tell_of_each_thing_once()
    {
        using var folder = new TemporaryFolder();
        await using var receiver = await Receiver.StartAsync();
        await using var one = await NotifierHost.StartAsync(folder, story: null);
        await using var two = await NotifierHost.StartAsync(folder, one.Story);
        var endpoint = (await one.AddAsync(receiver.Url())).GetProperty("id").GetString()!;

        var changes = Enumerable.Range(0, 50).Select(_ => one.Story.Ends()).ToList();

        await receiver.HeardAsync(changes.Count);
        foreach (var change in changes)
            await one.DeliveryAsync(endpoint, delivery => delivery.GenerationId == change.GenerationId && delivery.Status == DeliveryStatus.Delivered, "delivered");
        receiver.All.Select(webhook => webhook.Id).Distinct().Count().ShouldBe(changes.Count);
        receiver.All.Count().ShouldBe(changes.Count);
    }
}
