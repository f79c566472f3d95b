using System.Text;
using Wan.DashScope.Client;

namespace Wan.DashScope.Tests;

/// <summary>One POST, whatever happens on the wire, and the right word for what is known of it.</summary>
public sealed class SubmitTests
{
    private static readonly byte[] Body = """{"model":"wan2.7-r2v","input":{"prompt":"图1"}}"""u8.ToArray();
    private const string Accepted = """{"output":{"task_status":"PENDING","task_id":"0385dc79"},"request_id":"4909100c"}""";
    private readonly DashScopeClient client = Clients.Create();

    [Fact]
    public async Task An_accepted_submit_gives_the_ids_of_task_and_call()
    {
        await using var vendor = WireStub.Always(WireAnswer.Json(200, Accepted));

        var outcome = await client.SubmitAsync(vendor.Account, Clients.Model, Body, Clients.Window, default);

        outcome.ShouldBe(new SubmitOutcome.Accepted("0385dc79", DashScopeTaskStatus.Pending, "4909100c"));
    }

    [Fact]
    public async Task The_request_is_the_documented_one_and_its_body_goes_out_character_by_character()
    {
        await using var vendor = WireStub.Always(WireAnswer.Json(200, Accepted));

        await client.SubmitAsync(vendor.Account with { Workspace = "ws-1" }, Clients.Model, Body, Clients.Window, default);

        var request = vendor.Requests.ShouldHaveSingleItem();
        request.ShouldStartWith("POST /api/v1/services/aigc/video-generation/video-synthesis HTTP/1.1\r\n");
        request.ShouldContain("\r\nAuthorization: Bearer sk-secret0123456789\r\n");
        request.ShouldContain("\r\nX-DashScope-Async: enable\r\n");
        request.ShouldContain("\r\nX-DashScope-WorkSpace: ws-1\r\n");
        request.ShouldContain("\r\nContent-Type: application/json\r\n");
        request.ShouldNotContain("X-DashScope-OssResourceResolve");
        request.ShouldEndWith("\r\n\r\n" + Encoding.UTF8.GetString(Body));
    }

    [Fact]
    public async Task A_body_with_an_uploaded_file_asks_the_vendor_to_resolve_it()
    {
        await using var vendor = WireStub.Always(WireAnswer.Json(200, Accepted));

        await client.SubmitAsync(vendor.Account, Clients.Model, """{"input":{"media":[{"url":"oss://dashscope-instant/cat.png"}]}}"""u8.ToArray(), Clients.Window, default);

        vendor.Requests.ShouldHaveSingleItem().ShouldContain("\r\nX-DashScope-OssResourceResolve: enable\r\n");
    }

    [Theory]
    [InlineData(nameof(WireEnd.Reset), "")]
    [InlineData(nameof(WireEnd.Close), "")]
    [InlineData(nameof(WireEnd.Close), "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"output\":")]
    [InlineData(nameof(WireEnd.Reset), "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"output\":")]
    [InlineData(nameof(WireEnd.Close), "SSH-2.0-OpenSSH_9.2\r\n")]
    public async Task A_connection_lost_after_the_body_went_out_leaves_it_open_and_nothing_is_sent_again(string end, string text)
    {
        await using var vendor = WireStub.Always(new WireAnswer(text, Enum.Parse<WireEnd>(end)));

        var outcome = await client.SubmitAsync(vendor.Account, Clients.Model, Body, Clients.Window, default);

        outcome.ShouldBeOfType<SubmitOutcome.Unknown>().Error.Code.ShouldBe(DashScopeError.Network);
        vendor.Requests.Count.ShouldBe(1);
        vendor.Connections.ShouldBe(1);
    }

    [Fact]
    public async Task A_refusal_whose_text_is_lost_is_a_refusal_all_the_same()
    {
        await using var vendor = WireStub.Always(new WireAnswer("HTTP/1.1 400 Bad Request\r\nContent-Length: 100\r\n\r\n{\"code\":", WireEnd.Close));

        (await client.SubmitAsync(vendor.Account, Clients.Model, Body, Clients.Window, default)).ShouldBeOfType<SubmitOutcome.Refused>();
    }

    [Fact]
    public async Task No_submit_uses_a_connection_that_another_has_used()
    {
        // A server that keeps connections open and then drops one under the next request is how a POST gets lost, or sent twice.
        var answers = 0;
        await using var vendor = new WireStub(_ => Interlocked.Increment(ref answers) == 1 ? WireAnswer.Json(200, Accepted) : new WireAnswer("", WireEnd.Reset));

        (await client.SubmitAsync(vendor.Account, Clients.Model, Body, Clients.Window, default)).ShouldBeOfType<SubmitOutcome.Accepted>();
        (await client.SubmitAsync(vendor.Account, Clients.Model, Body, Clients.Window, default)).ShouldBeOfType<SubmitOutcome.Unknown>();

        vendor.Requests.Count.ShouldBe(2);
        vendor.Connections.ShouldBe(2);
    }

    [Fact]
    public async Task A_submit_without_an_answer_in_time_is_open_too()
    {
        var clock = new TimeOutClock();
        await using var vendor = new WireStub(_ =>
        {
            clock.RunOut();
            return new WireAnswer("", WireEnd.Silence);
        });

        var outcome = await Clients.Create(clock).SubmitAsync(vendor.Account, Clients.Model, Body, Clients.Window, default);

        outcome.ShouldBeOfType<SubmitOutcome.Unknown>().Error.Code.ShouldBe(DashScopeError.TimedOut);
        vendor.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_submit_cancelled_while_it_is_out_is_open_too()
    {
        using var cancel = new CancellationTokenSource();
        await using var vendor = new WireStub(_ =>
        {
            cancel.Cancel();
            return new WireAnswer("", WireEnd.Silence);
        });

        (await client.SubmitAsync(vendor.Account, Clients.Model, Body, Clients.Window, cancel.Token)).ShouldBeOfType<SubmitOutcome.Unknown>();
    }

    [Fact]
    public async Task A_body_can_be_written_only_once()
    {
        using var content = new OneShotContent(Body, Clients.Window);
        content.IsSent.ShouldBeFalse();
        await content.CopyToAsync(Stream.Null);
        content.IsSent.ShouldBeTrue();

        await Should.ThrowAsync<InvalidOperationException>(() => content.CopyToAsync(Stream.Null));
    }
}
