using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Http;
using Wan.Archiver.Quarantine;
using Wan.Contracts;
using Wan.Fixtures;

namespace Wan.Archiver.Tests;

/// <summary>What comes that is no verdict of the vendor: a page that stands there for a while, damage on the way, what came once.</summary>
public sealed class NoVerdictTests
{
    private static readonly byte[] Clip = Clips.Sound;
    private static readonly byte[] Page = "<html>not found</html>"u8.ToArray();
    private static readonly ExpectedVideo Larger = Clips.Expected with { Width = 640, Height = 480 };

    [Theory]
    [InlineData("<html>Bad gateway</html>")]
    [InlineData("")]
    public async Task A_page_that_stands_in_its_place_for_a_while_is_no_verdict_and_a_fresh_url_leads_to_the_video(string page)
    {
        await using var server = await VideoServer.StartAsync();
        await using var host = await ArchiverHost.StartAsync();
        var command = await host.SendAsync(host.Command(server.Serve("/a.mp4", System.Text.Encoding.UTF8.GetBytes(page))));
        await host.HeardAsync<RefreshResult>();
        host.Clock.Move(TimeSpan.FromHours(20));
        await Eventually.UntilAsync(() => host.Heard<RefreshResult>().Count() > 1, "asked again");
        host.Heard<ArchivingFailed>().ShouldBeEmpty();

        await host.SendAsync(host.Command(server.Serve("/b.mp4", Clip), command.GenerationId));

        (await host.HeardAsync<VideoArchived>()).Video.Bytes.ShouldBe(Clip.Length);
        host.Files().ShouldAllBe(file => !file.StartsWith("quarantine", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_same_page_now_and_hours_later_is_no_verdict_either()
    {
        await using var server = await VideoServer.StartAsync();
        await using var host = await ArchiverHost.StartAsync();
        var pages = 0;
        var isLater = false;
        await host.SendAsync(host.Command(server.Answer("/a.mp4", context =>
        {
            if (pages == 0 || (pages == 1 && isLater))
            {
                pages++;
                return VideoServer.Whole(Page).ExecuteAsync(context);
            }

            if (isLater)
                return VideoServer.Whole(Clip).ExecuteAsync(context);
            context.Response.StatusCode = 503;
            return Task.CompletedTask;
        })));
        await host.HasProblemAsync("503");

        isLater = true;
        host.Clock.Move(TimeSpan.FromHours(2));

        await Eventually.UntilAsync(
            () =>
            {
                host.Clock.Move(TimeSpan.FromMinutes(1)); // A fresh URL is waited for.
                return Task.FromResult(host.Heard<VideoArchived>().Any());
            },
            () => $"the video\n{host.Logs}");
        pages.ShouldBe(2);
        host.Heard<ArchivingFailed>().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_page_does_not_take_the_place_of_an_mp4_that_came_once()
    {
        await using var server = await VideoServer.StartAsync();
        await using var host = await ArchiverHost.StartAsync();
        using var http = host.Http;
        var id = (await host.SendAsync(host.Command(server.Answer("/a.mp4", context =>
        {
            if (server.Requests.Count <= 2)
                return VideoServer.Whole(server.Requests.Count == 1 ? Clip : Page).ExecuteAsync(context);
            context.Response.StatusCode = 403;
            return Task.CompletedTask;
        }), expected: Larger))).GenerationId;

        (await host.GivenUpInTimeAsync("403")).Error.Code.ShouldBe("quarantined");

        (await http.GetByteArrayAsync($"/v1/generations/{id}/quarantine/video")).ShouldBe(Clip);
    }

    [Fact]
    public async Task A_page_that_stands_there_when_the_vendor_is_asked_once_more_does_not_take_the_place_of_what_it_delivered()
    {
        await using var server = await VideoServer.StartAsync();
        await using var host = await ArchiverHost.StartAsync();
        using var http = host.Http;
        var id = (await host.SendAsync(host.Command(server.Serve("/a.mp4", Clip), expected: Larger))).GenerationId;
        await host.QuarantinedAsync("pixels");
        server.Serve("/a.mp4", Page);

        using var answer = await http.PostAsync($"/v1/generations/{id}/archive", null);
        await host.HeardAsync<RefreshResult>();
        host.Clock.Move(TimeSpan.FromHours(25));
        await Eventually.UntilAsync(
            () =>
            {
                host.Clock.Move(TimeSpan.FromHours(1));
                return Task.FromResult(host.Heard<ArchivingFailed>().Count() > 1);
            },
            () => $"the end of it\n{host.Logs}");

        host.Heard<ArchivingFailed>().Last().Error.Code.ShouldBe("quarantined");
        (await http.GetByteArrayAsync($"/v1/generations/{id}/quarantine/video")).ShouldBe(Clip);
        (await host.Archives.FindAsync(id))!.Suspect.ShouldNotBeNull().CameTwice.ShouldBeTrue();
    }

    [Fact]
    public async Task Wrong_files_that_differ_are_damage_on_the_way_and_no_verdict()
    {
        await using var server = await VideoServer.StartAsync();
        await using var host = await ArchiverHost.StartAsync();
        var tries = 0;

        await host.SendAsync(host.Command(server.Answer("/a.mp4", context =>
        {
            var damaged = Clip[..^(++tries)];
            return VideoServer.Whole(tries > 9 ? Clip : damaged).ExecuteAsync(context);
        })));

        (await host.HeardAsync<VideoArchived>()).Video.Bytes.ShouldBe(Clip.Length);
        tries.ShouldBe(10);
        host.Heard<ArchivingFailed>().ShouldBeEmpty();
        host.Files().ShouldAllBe(file => !file.StartsWith("quarantine", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_file_whose_end_is_not_sure_is_no_verdict_however_often_it_comes()
    {
        await using var host = await ArchiverHost.StartAsync();
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var tries = 0;
        var serving = ServeAsync();

        await host.SendAsync(host.Command(new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/a.mp4")));

        (await host.HeardAsync<VideoArchived>()).Video.Bytes.ShouldBe(Clip.Length);
        await serving;
        host.Heard<ArchivingFailed>().ShouldBeEmpty();

        // As HTTP/1.0 has it: the body ends where the connection does.
        async Task ServeAsync()
        {
            while (++tries <= 6)
            {
                using var client = await listener.AcceptTcpClientAsync();
                await using var stream = client.GetStream();
                _ = await stream.ReadAsync(new byte[4096]);
                await stream.WriteAsync("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n"u8.ToArray());
                await stream.WriteAsync(tries == 6 ? Clip : Clip.AsMemory(0, Clip.Length - 7));
            }
        }
    }
}
