using System.Net;
using Microsoft.AspNetCore.Http;
using Wan.Fixtures;
using Wan.Notifier.Deliveries;
using Wan.Storage;

namespace Wan.Notifier.Tests;

/// <summary>What becomes of a webhook, by what its receiver answers.</summary>
public sealed class DeliveryTests
{
    [Fact]
    public async Task A_receiver_that_was_down_for_an_hour_gets_it_under_the_same_id()
    {
        await using var receiver = await Receiver.StartAsync();
        await using var host = await NotifierHost.StartAsync();
        var id = await AddAsync(host, receiver);
        receiver.AnswerWith(500);
        host.Story.Ends();
        await host.DeliveryAsync(id, delivery => delivery.Tries == 1, "tried once");

        await TriedAsync(host, id, 2, TimeSpan.FromSeconds(7));
        await TriedAsync(host, id, 3, TimeSpan.FromMinutes(7));
        receiver.AnswerWith(204);
        await TriedAsync(host, id, 4, TimeSpan.FromMinutes(53));

        var delivered = await host.DeliveryAsync(id, delivery => delivery.Status == DeliveryStatus.Delivered, "delivered");
        var heard = await receiver.HeardAsync(4);
        heard.Select(one => one.Id).Distinct().ShouldHaveSingleItem().ShouldBe(delivered.Id);
        heard.Select(one => one.Body).Distinct().ShouldHaveSingleItem();
        delivered.Attempts.Select(attempt => attempt.Outcome).ShouldBe(["refused", "refused", "refused", "delivered"]);
        long.Parse(heard[3].Headers["webhook-timestamp"]).ShouldBeGreaterThan(long.Parse(heard[0].Headers["webhook-timestamp"]) + 3000); // The attempt's own time.
    }

    [Fact]
    public async Task What_was_put_into_the_queue_of_a_receiver_by_somebody_who_could_not_say_so_is_sent_by_whoever_comes_next()
    {
        using var folder = new TemporaryFolder();
        await using var receiver = await Receiver.StartAsync();
        string stored;
        await using (var before = await NotifierHost.StartAsync(folder, story: null))
        {
            var id = await AddAsync(before, receiver);
            before.Story.Ends();
            var delivered = await before.DeliveryAsync(id, delivery => delivery.Status == DeliveryStatus.Delivered, "delivered");
            await Eventually.UntilAsync(async () => (await before.Lanes.FindAsync(delivered.Lane))!.DueAt is null, "nothing to wait in the queue");
            (await before.Deliveries.ChangeAsync(delivered.Id, delivery => DeliveryRules.Redeliver(delivery, before.Clock.GetUtcNow()))).ShouldNotBeNull().Status.ShouldBe(DeliveryStatus.Pending);
            stored = delivered.Id;
        }

        await using var after = await NotifierHost.StartAsync(folder, story: null);

        (await receiver.HeardAsync(2, more: after.Logs.ToString)).ShouldAllBe(heard => heard.Id == stored);
    }

    [Fact]
    public async Task After_the_tenth_attempt_it_is_given_up()
    {
        await using var receiver = await Receiver.StartAsync();
        await using var host = await NotifierHost.StartAsync(("Notifier:DisableAfter", "365.00:00:00"));
        var id = await AddAsync(host, receiver);
        receiver.AnswerWith(500);
        host.Story.Ends();
        for (var tries = 1; tries <= 9; tries++)
        {
            await host.DeliveryAsync(id, delivery => delivery.Tries == tries, $"tried {tries} times");
            host.Clock.Move(DeliveryRules.Waits[tries - 1] * 1.25);
        }

        (await host.DeliveryAsync(id, delivery => delivery.Status == DeliveryStatus.Failed, "given up")).Tries.ShouldBe(10);
        (await receiver.HeardAsync(10)).Count.ShouldBe(10);
    }

    [Theory]
    [InlineData(301, "redirect")]
    [InlineData(307, "redirect")]
    [InlineData(404, "refused")]
    [InlineData(500, "refused")]
    public async Task Only_2xx_is_success(int status, string outcome)
    {
        await using var receiver = await Receiver.StartAsync();
        await using var host = await NotifierHost.StartAsync();
        var id = await AddAsync(host, receiver);
        receiver.AnswerWith(status, "Location", receiver.Url("/elsewhere"));

        host.Story.Ends();

        var delivery = await host.DeliveryAsync(id, delivery => delivery.Tries == 1, "tried");
        (delivery.Status, delivery.Attempts[0].Outcome, delivery.Attempts[0].Status).ShouldBe((DeliveryStatus.Pending, outcome, status));
        receiver.All.ShouldNotContain(one => one.Path == "/elsewhere");
    }

    [Fact]
    public async Task A_410_disables_the_endpoint_and_what_comes_then_is_held_until_it_is_asked_for()
    {
        await using var receiver = await Receiver.StartAsync();
        await using var host = await NotifierHost.StartAsync();
        var id = await AddAsync(host, receiver);
        receiver.AnswerWith(410);
        var first = host.Clock.GetUtcNow();
        host.Story.Ends();
        await Eventually.UntilAsync(async () => (await ShowAsync(host, id)).GetProperty("disabled").GetBoolean(), "disabled");
        (await ShowAsync(host, id)).GetProperty("disabled_reason").GetString().ShouldBe("gone");

        host.Clock.Move(TimeSpan.FromSeconds(2)); // What is known of endpoints is a second old at most.
        var missed = host.Story.Ends();
        await host.DeliveryAsync(id, delivery => delivery is { Status: DeliveryStatus.Held } && delivery.GenerationId == missed.GenerationId, "held");
        (await host.AskAsync(HttpMethod.Post, $"/v1/webhooks/{id}/redeliver", new { created_after = first })).Status.ShouldBe(HttpStatusCode.Conflict);

        receiver.AnswerWith(204);
        (await host.AskAsync(HttpMethod.Patch, $"/v1/webhooks/{id}", new { disabled = false })).Status.ShouldBe(HttpStatusCode.OK);
        var (status, answer) = await host.AskAsync(HttpMethod.Post, $"/v1/webhooks/{id}/redeliver", new { created_after = first.AddMinutes(-1) });
        status.ShouldBe(HttpStatusCode.OK);
        answer.GetProperty("redelivered").GetInt32().ShouldBe(2); // The one that was answered 410, too.
        await Eventually.UntilAsync(() => receiver.All.Count(one => one.Body == missed.Body) == 1, "the missed one to come");
    }

    [Fact]
    public async Task Retry_After_is_waited_for()
    {
        await using var receiver = await Receiver.StartAsync();
        await using var host = await NotifierHost.StartAsync();
        var id = await AddAsync(host, receiver);
        receiver.AnswerWith(503, "Retry-After", "1800");
        host.Story.Ends();
        var refused = await host.DeliveryAsync(id, delivery => delivery.Tries == 1, "tried");
        (refused.DueAt!.Value - refused.Attempts[0].At).ShouldBeGreaterThanOrEqualTo(TimeSpan.FromMinutes(30));

        receiver.AnswerWith(204);
        host.Clock.Move(TimeSpan.FromMinutes(10));
        var other = host.Story.Ends(); // It is left alone, also with others.
        await host.DeliveryAsync(id, delivery => delivery.GenerationId == other.GenerationId, "there");
        receiver.All.ShouldHaveSingleItem();
        host.Clock.Move(TimeSpan.FromMinutes(31)); // Its pause may have begun behind the first ten minutes: it is noted after the attempt.
        (await receiver.HeardAsync(3)).Count.ShouldBe(3);
    }

    [Fact]
    public async Task The_receiver_can_have_it_given_up()
    {
        await using var receiver = await Receiver.StartAsync();
        await using var host = await NotifierHost.StartAsync();
        var id = await AddAsync(host, receiver);
        receiver.AnswerWith(422, "webhook-delivery", "abort-message");

        host.Story.Ends();

        (await host.DeliveryAsync(id, delivery => delivery.Status == DeliveryStatus.Failed, "given up")).Attempts.ShouldHaveSingleItem().Outcome.ShouldBe("aborted");
        (await ShowAsync(host, id)).GetProperty("disabled").GetBoolean().ShouldBeFalse();
    }

    [Fact]
    public async Task A_receiver_that_answers_too_late_has_not_answered()
    {
        await using var receiver = await Receiver.StartAsync();
        await using var host = await NotifierHost.StartAsync(("Notifier:Timeout", "00:00:00.300"));
        var id = await AddAsync(host, receiver);
        receiver.Answer = _ => receiver.HangAsync();

        host.Story.Ends();

        (await host.DeliveryAsync(id, delivery => delivery.Tries == 1, "tried")).Attempts[0].Outcome.ShouldBe("timeout");
    }

    [Fact]
    public async Task An_answer_of_ten_megabytes_is_thrown_away_and_one_without_end_not_waited_for()
    {
        await using var receiver = await Receiver.StartAsync();
        await using var host = await NotifierHost.StartAsync();
        var id = await AddAsync(host, receiver);
        receiver.Answer = async context =>
        {
            var part = new byte[64 * 1024];
            for (var sent = 0; sent < 160; sent++)
                await context.Response.Body.WriteAsync(part, context.RequestAborted);
            await receiver.HangAsync();
        };

        host.Story.Ends();

        (await host.DeliveryAsync(id, delivery => delivery.Status == DeliveryStatus.Delivered, "delivered")).Attempts.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task An_endpoint_to_which_everything_has_failed_for_days_is_disabled()
    {
        await using var receiver = await Receiver.StartAsync();
        await using var host = await NotifierHost.StartAsync();
        var id = await AddAsync(host, receiver);
        receiver.AnswerWith(500);
        host.Story.Ends();
        await host.DeliveryAsync(id, delivery => delivery.Tries == 1, "tried");
        host.Clock.Move(TimeSpan.FromDays(4));
        await host.DeliveryAsync(id, delivery => delivery.Tries == 2, "tried again");
        (await ShowAsync(host, id)).GetProperty("disabled").GetBoolean().ShouldBeFalse();

        host.Clock.Move(TimeSpan.FromDays(2));

        await Eventually.UntilAsync(async () => (await ShowAsync(host, id)).GetProperty("disabled").GetBoolean(), "disabled");
        (await ShowAsync(host, id)).GetProperty("disabled_reason").GetString().ShouldBe("failing");
    }

    private static async Task<string> AddAsync(NotifierHost host, Receiver receiver) => (await host.AddAsync(receiver.Url())).GetProperty("id").GetString()!;

    private static async Task<System.Text.Json.JsonElement> ShowAsync(NotifierHost host, string id) => (await host.AskAsync(HttpMethod.Get, $"/v1/webhooks/{id}")).Body;

    private static async Task TriedAsync(NotifierHost host, string id, int tries, TimeSpan later)
    {
        host.Clock.Move(later);
        await host.DeliveryAsync(id, delivery => delivery.Tries == tries, $"tried {tries} times");
    }
}
