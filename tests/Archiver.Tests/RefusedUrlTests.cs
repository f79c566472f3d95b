using Microsoft.AspNetCore.Http;
using Wan.Contracts;
using Wan.Fixtures;

namespace Wan.Archiver.Tests;

/// <summary>A vendor that refuses its own URLs ends in the video once it lets go, and in a failure only when neither a URL nor a fresh one can live.</summary>
public sealed class RefusedUrlTests
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    [Theory]
    [InlineData(403)]
    [InlineData(404)]
    [InlineData(410)]
    public async Task Every_download_is_refused_for_a_while_and_the_video_comes_all_the_same(int status)
    {
        await using var server = await VideoServer.StartAsync();
        await using var host = await ArchiverHost.StartAsync();
        var url = server.Answer("/a.mp4", Refuse(status));
        var command = await host.SendAsync(host.Command(url));

        // More often than any count of tries would allow.
        for (var i = 1; i <= 12; i++)
        {
            await Eventually.UntilAsync(() => host.Heard<RefreshResult>().Count() >= i, $"question {i}");
            await host.SendAsync(host.Command(url, command.GenerationId));
            host.Clock.Move(Hour);
        }

        host.Heard<ArchivingFailed>().ShouldBeEmpty();
        server.Serve("/a.mp4", Clips.Sound);
        await host.SendAsync(host.Command(url, command.GenerationId));

        await Eventually.UntilAsync(
            () =>
            {
                host.Clock.Move(TimeSpan.FromMinutes(1)); // It is not tried at once after so many refusals.
                return host.Heard<VideoArchived>().Any();
            },
            "the video");
        host.Heard<ArchivingFailed>().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_refused_URL_is_tried_again_itself_where_no_fresh_one_comes()
    {
        await using var server = await VideoServer.StartAsync();
        await using var host = await ArchiverHost.StartAsync();
        await host.SendAsync(host.Command(server.Answer("/a.mp4", Refuse(403))));
        await host.HeardAsync<RefreshResult>();
        server.Serve("/a.mp4", Clips.Sound);

        host.Clock.Move(Hour);

        await host.HeardAsync<VideoArchived>();
        server.Requests.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Refused_for_ever_it_fails_only_when_the_URL_and_a_fresh_one_have_had_their_time()
    {
        await using var server = await VideoServer.StartAsync();
        await using var host = await ArchiverHost.StartAsync();
        var url = server.Answer("/a.mp4", Refuse(403));
        var forgets = host.Clock.GetUtcNow() + Hour * 24;
        var command = await host.SendAsync(host.Command(url));
        var (questions, expires) = (0, command.UrlExpiresAt);

        // The vendor answers each question with a fresh URL for a day; the last of them lives for another day.
        await Eventually.UntilAsync(
            async () =>
            {
                if (host.Heard<ArchivingFailed>().Any())
                    return true;
                var asked = host.Heard<RefreshResult>().Count();
                if (asked > questions && host.Clock.GetUtcNow() < forgets)
                    expires = await AnswerAsync();
                else
                    host.Clock.Move(Hour / 2);
                questions = asked;
                return false;
            },
            "the end of it");

        host.Clock.GetUtcNow().ShouldBeGreaterThanOrEqualTo(expires);
        expires.ShouldBeGreaterThan(command.UrlExpiresAt);
        var failed = await host.HeardAsync<ArchivingFailed>();
        failed.Error.Code.ShouldBe("archiving_failed");
        failed.Error.Message.ShouldContain("The server answered 403.");
        failed.Error.Message.ShouldContain("the vendor gave no other before it forgot the task");
        host.Files().ShouldBeEmpty();

        async Task<DateTimeOffset> AnswerAsync()
        {
            var fresh = await host.SendAsync(host.Command(url, command.GenerationId));
            await Eventually.UntilAsync(
                async () => (await host.Archives.FindAsync(command.GenerationId))!.SealedVideoUrl == fresh.SealedVideoUrl, "the fresh URL to be noted");
            return fresh.UrlExpiresAt;
        }
    }

    [Fact]
    public async Task A_URL_that_comes_after_it_was_given_up_is_used()
    {
        await using var server = await VideoServer.StartAsync();
        await using var host = await ArchiverHost.StartAsync();
        var command = await host.SendAsync(host.Command(server.Answer("/a.mp4", Refuse(403))));
        await host.FailedAsync("403");

        await host.SendAsync(host.Command(server.Serve("/b.mp4", Clips.Sound), command.GenerationId));

        (await host.HeardAsync<VideoArchived>()).GenerationId.ShouldBe(command.GenerationId);
    }

    [Fact]
    public async Task A_video_that_is_held_up_for_a_day_gets_another_life_from_a_fresh_URL_that_was_asked_for_in_time()
    {
        await using var server = await VideoServer.StartAsync();
        await using var host = await ArchiverHost.StartAsync(new() { ["Archiver:DeadlineInterval"] = "00:00:00.020" });
        var command = await host.SendAsync(host.Command(server.Answer("/a.mp4", Refuse(503))));
        await host.HasProblemAsync("503");
        host.Heard<RefreshResult>().ShouldBeEmpty();

        host.Clock.Move(Hour * 23);
        await host.HeardAsync<RefreshResult>();
        await host.HeardAsync<ArchivingAtRisk>();
        var fresh = await host.SendAsync(host.Command(server.Answer("/b.mp4", Refuse(503)), command.GenerationId));
        await Eventually.UntilAsync(
            async () => (await host.Archives.FindAsync(command.GenerationId))!.SealedVideoUrl == fresh.SealedVideoUrl, "the fresh URL to be noted");
        host.Clock.Move(Hour * 20);
        server.Serve("/b.mp4", Clips.Sound);

        await host.HeardAsync<VideoArchived>();
        host.Heard<ArchivingFailed>().ShouldBeEmpty();
    }

    private static RequestDelegate Refuse(int status) => context =>
    {
        context.Response.StatusCode = status;
        return Task.CompletedTask;
    };
}
