using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using RabbitMQ.Client;
using Wan.Fixtures;

namespace Wan.Intake.Tests.DeadLetters;

/// <summary>What nobody handles any more is seen and moved back over HTTP, and no message of it is ever lost.</summary>
[Collection("rabbitmq")]
public sealed class DeadLetterTests(RabbitMqBroker broker)
{
    private const string Skipped = "notifier.generation-ended_skipped", Failed = "notifier.generation-ended_error", Origin = "notifier.generation-ended", Dead = "wan.dead-letter";

    [Fact]
    public async Task Queues_with_messages_are_listed_and_others_are_not()
    {
        await using var site = await DeadLetterSite.StartAsync(broker);
        (await site.ListAsync()).ShouldBe("");

        await site.DeclareAsync(Failed);
        await site.DeclareAsync(Skipped);
        await site.DeclareAsync("somebodys_error");
        await site.PutAsync(Skipped, "one");
        await site.PutAsync(Skipped, "two");
        await site.PutAsync(Dead, "three");
        await site.PutAsync("somebodys_error", "four");

        (await site.ListAsync()).ShouldBe($"{Skipped}:2 {Dead}:1");
    }

    [Fact]
    public async Task To_look_shows_one_after_the_other_however_often_and_loses_none()
    {
        await using var site = await DeadLetterSite.StartAsync(broker);
        await site.DeclareAsync(Failed, ("x-delivery-limit", 1)); // What is given back twice is gone.
        var sent = new BasicProperties
        {
            MessageId = "an-id",
            Persistent = true,
            ContentType = "application/json",
            Headers = new Dictionary<string, object?> { ["kept"] = "yes", ["CC"] = new List<object> { "also" } },
        };
        await site.DeclareAsync("also");
        await site.PutAsync(Failed, """{"messageType":["urn:message:wan:video-archived"],"message":{"x":1}}""", sent);
        var large = new string('é', 5000);
        await site.PutAsync(Failed, large);

        for (var look = 0; look < 30; look++)
        {
            var first = await site.FirstAsync(Failed);
            first.GetProperty("id").GetString().ShouldBe("an-id");
            first.GetProperty("type").GetString().ShouldBe("urn:message:wan:video-archived");
            first.GetProperty("came_from").GetString().ShouldBe(Origin);
            first.GetProperty("messages").GetInt64().ShouldBe(2);
            var second = await site.FirstAsync(Failed);
            second.GetProperty("body").GetString().ShouldBe(large[..2048]);
            second.GetProperty("bytes").GetInt64().ShouldBe(10_000);
            second.TryGetProperty("type", out _).ShouldBeFalse();
        }

        (await site.CountAsync(Failed)).ShouldBe(2u);
        (await site.CountAsync("also")).ShouldBe(1u);
        var kept = await site.TakeAsync(Failed);
        Encoding.UTF8.GetString(kept.Body.Span).ShouldBe("""{"messageType":["urn:message:wan:video-archived"],"message":{"x":1}}""");
        (kept.BasicProperties.MessageId, kept.BasicProperties.Persistent, kept.BasicProperties.ContentType).ShouldBe(("an-id", true, "application/json"));
        kept.BasicProperties.Headers!["kept"].ShouldBe("yes"u8.ToArray());
    }

    [Fact]
    public async Task What_a_handler_failed_at_says_why_and_is_handled_once_it_is_moved_back()
    {
        await using var site = await DeadLetterSite.StartAsync(broker);
        await using (var outsider = await Outsider.ConnectAsync(site.VirtualHost))
        {
            await outsider.RefuseAsync("wan.generation-rejected");
            await outsider.SendAsync("not json"u8.ToArray(), "application/json");
            await Eventually.UntilAsync(async () => await site.ListAsync() == "intake.generate-video_error:1", "the message to be given up");
        }

        var first = await site.FirstAsync("intake.generate-video_error");
        first.GetProperty("body").GetString().ShouldBe("not json");
        first.GetProperty("reason").GetString().ShouldBe("fault");
        first.GetProperty("exception").GetString()!.ShouldContain("Exception");
        first.GetProperty("message").GetString().ShouldNotBeNullOrEmpty();
        first.GetProperty("stack").GetString().ShouldNotBeNullOrEmpty();
        first.GetProperty("at").GetDateTimeOffset().Year.ShouldBeGreaterThan(2020);

        await using var listener = await Outsider.ConnectAsync(site.VirtualHost);
        var (status, answer) = await site.MoveBackAsync("intake.generate-video_error");
        (status, answer.GetProperty("moved").GetInt32()).ShouldBe((HttpStatusCode.OK, 1));
        await listener.RejectionsAsync(1);
        (await site.ListAsync()).ShouldBe("");
    }

    [Fact]
    public async Task Moved_back_it_is_as_it_was_sent_and_no_more_than_the_limit_are()
    {
        await using var site = await DeadLetterSite.StartAsync(broker);
        await site.DeclareAsync(Failed);
        await site.DeclareAsync(Origin);
        for (var number = 0; number < 3; number++)
        {
            await site.PutAsync(Failed, string.Create(CultureInfo.InvariantCulture, $"{number}"), new BasicProperties
            {
                MessageId = "an-id",
                UserId = new Uri(site.VirtualHost).UserInfo.Split(':')[0],
                Headers = new Dictionary<string, object?> { ["MT-Fault-Message"] = "Bad.", ["MT-Reason"] = "fault", ["MT-Activity-Id"] = "kept", ["x-death"] = new List<object>() },
            });
        }

        (await AnswerAsync(site, Failed, """{"limit":2}""")).ShouldBe((2, 1));
        var moved = await site.TakeAsync(Origin);
        (Encoding.UTF8.GetString(moved.Body.Span), moved.BasicProperties.MessageId).ShouldBe(("0", "an-id"));
        moved.BasicProperties.Headers!.Keys.Except(["x-delivery-count", "x-dotnet-pub-seq-no"]).ShouldBe(["MT-Activity-Id"]);
        (await AnswerAsync(site, Failed)).ShouldBe((1, 0));
        (await AnswerAsync(site, Failed)).ShouldBe((0, 0));
        (await site.CountAsync(Origin)).ShouldBe(2u);
    }

    [Fact]
    public async Task What_a_queue_gave_up_on_goes_where_it_died_first_also_after_it_was_looked_at()
    {
        await using var site = await DeadLetterSite.StartAsync(broker);
        await site.DeclareAsync(Origin, ("x-dead-letter-exchange", Dead));
        await site.PutAsync(Origin, "late", new BasicProperties { Expiration = "1" });
        await Eventually.UntilAsync(async () => await site.ListAsync() == $"{Dead}:1", "the message to be given up");
        await site.PutAsync(Dead, "from nowhere");
        await site.PutAsync(Dead, "from elsewhere", new BasicProperties { Headers = new Dictionary<string, object?> { ["x-first-death-queue"] = "somebodys" } });
        await site.DeclareAsync("somebodys");

        (await site.FirstAsync(Dead)).GetProperty("reason").GetString().ShouldBe("expired");
        (await site.FirstAsync(Dead)).TryGetProperty("came_from", out _).ShouldBeFalse();
        (await site.FirstAsync(Dead)).TryGetProperty("came_from", out _).ShouldBeFalse();
        for (var look = 0; look < 3; look++)
        {
            (await site.FirstAsync(Dead)).GetProperty("came_from").GetString().ShouldBe(Origin);
            await site.FirstAsync(Dead);
            await site.FirstAsync(Dead);
        }

        (await AnswerAsync(site, Dead)).ShouldBe((1, 2));
        var moved = await site.TakeAsync(Origin);
        Encoding.UTF8.GetString(moved.Body.Span).ShouldBe("late");
        (moved.BasicProperties.Headers?.Keys.Any(header => header.Contains("death", StringComparison.Ordinal)) ?? false).ShouldBeFalse();
        (await site.CountAsync("somebodys")).ShouldBe(0u);
        (await AnswerAsync(site, Dead)).ShouldBe((0, 2));
    }

    [Fact]
    public async Task What_has_no_queue_to_go_back_to_or_a_full_one_stays()
    {
        await using var site = await DeadLetterSite.StartAsync(broker);
        await site.DeclareAsync(Failed, ("x-delivery-limit", 1));
        await site.PutAsync(Failed, "stays");

        for (var again = 0; again < 5; again++)
            (await AnswerAsync(site, Failed)).ShouldBe((0, 1));
        await site.DeclareAsync(Origin, ("x-max-length", 1), ("x-overflow", "reject-publish"));
        for (var fill = 0; fill < 3; fill++)
            await Record.ExceptionAsync(() => site.PutAsync(Origin, "full")); // It takes one more than it says, or two.
        (await AnswerAsync(site, Failed)).ShouldBe((0, 1));

        Encoding.UTF8.GetString((await site.TakeAsync(Failed)).Body.Span).ShouldBe("stays");
    }

    [Fact]
    public async Task Where_the_broker_takes_nothing_nothing_is_lost()
    {
        await using var site = await DeadLetterSite.StartAsync(broker, write: "^(?!amq\\.default$).*");
        await site.DeclareAsync(Failed);
        await site.PutAsync(Failed, "stays");

        var (looked, problem) = await site.GetAsync($"/{Failed}/first");
        var (moved, other) = await site.MoveBackAsync(Failed);

        (looked, moved).ShouldBe((HttpStatusCode.ServiceUnavailable, HttpStatusCode.ServiceUnavailable));
        problem.GetProperty("detail").GetString()!.ShouldContain("where it was");
        other.GetProperty("detail").GetString()!.ShouldContain("0 messages were moved");
        Encoding.UTF8.GetString((await site.TakeAsync(Failed)).Body.Span).ShouldBe("stays");
    }

    [Fact]
    public async Task Where_the_broker_falls_silent_it_is_said_and_nothing_is_lost()
    {
        await using var proxy = new TcpProxy(broker.Address.Port, FrameWatch.SilentAt(FrameWatch.Get));
        await using var site = await DeadLetterSite.StartAsync(broker, proxy: proxy);
        await site.DeclareAsync(Failed);
        await site.PutAsync(Failed, "stays");

        (await site.GetAsync($"/{Failed}/first")).Status.ShouldBe(HttpStatusCode.ServiceUnavailable);

        (await site.FirstAsync(Failed)).GetProperty("messages").GetInt64().ShouldBe(1);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Where_the_connection_breaks_before_a_message_is_taken_it_is_there_twice_and_not_lost(bool isLook)
    {
        await using var proxy = new TcpProxy(broker.Address.Port, FrameWatch.CutAt(FrameWatch.Ack));
        await using var site = await DeadLetterSite.StartAsync(broker, proxy: proxy);
        await site.DeclareAsync(Failed);
        await site.DeclareAsync(Origin);
        await site.PutAsync(Failed, "twice");

        (isLook ? await site.GetAsync($"/{Failed}/first") : await site.MoveBackAsync(Failed)).Status.ShouldBe(HttpStatusCode.ServiceUnavailable);
        await Eventually.UntilAsync(async () => await site.CountAsync(Failed) + await site.CountAsync(Origin) == 2, "both to be there");

        (await AnswerAsync(site, Failed)).ShouldBe((isLook ? 2 : 1, 0));
        (await site.CountAsync(Origin)).ShouldBe(2u);
    }

    [Theory]
    [InlineData("intake.generation")] // It is no queue of dead letters.
    [InlineData("somebodys_error")]
    [InlineData("INTAKE.GENERATION_ERROR")]
    [InlineData("%2F")]
    public async Task Another_queue_is_not_touched(string queue)
    {
        await using var site = await DeadLetterSite.StartAsync(broker);
        await site.DeclareAsync("somebodys_error");
        await site.DeclareAsync("somebodys");
        await site.PutAsync("somebodys_error", "theirs");

        foreach (var (status, answer) in new[] { await site.GetAsync($"/{queue}/first"), await site.MoveBackAsync(queue, """{"limit":1}""") })
        {
            status.ShouldBe(HttpStatusCode.NotFound);
            var finding = answer.GetProperty("findings")[0];
            (finding.GetProperty("code").GetString(), finding.GetProperty("pointer").GetString()).ShouldBe(("dead_letter.queue_not_found", "/queue"));
        }

        (await site.CountAsync("somebodys_error")).ShouldBe(1u);
        var (none, problem) = await site.GetAsync($"/{Failed}/first");
        (none, problem.GetProperty("findings")[0].GetProperty("code").GetString()).ShouldBe((HttpStatusCode.NotFound, "dead_letter.none"));
    }

    private static async Task<(int Moved, int Left)> AnswerAsync(DeadLetterSite site, string queue, string? body = null)
    {
        var (status, answer) = await site.MoveBackAsync(queue, body);
        status.ShouldBe(HttpStatusCode.OK, answer.GetRawText());
        return (answer.GetProperty("moved").GetInt32(), answer.GetProperty("left").GetInt32());
    }
}
