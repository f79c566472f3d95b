using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Wan.Contracts;
using Wan.Hosting.Addresses;

namespace Wan.Archiver.Tests;

/// <summary>Downloads go to allowed addresses only, whatever a URL, a redirect or a name server says, and take nothing of ours along.</summary>
public sealed class DownloadAddressTests
{
    private static readonly byte[] Clip = Clips.Sound;

    [Fact]
    public async Task A_redirect_is_followed_without_anything_of_ours()
    {
        await using var server = await VideoServer.StartAsync();
        await using var host = await ArchiverHost.StartAsync();
        server.Serve("/b.mp4", Clip);

        await host.SendAsync(host.Command(server.Answer("/a.mp4", Redirect("/b.mp4"))));

        await host.HeardAsync<VideoArchived>();
        var last = server.Requests.Last();
        last.Path.ShouldBe("/b.mp4");
        last.Headers.Authorization.ShouldBeEmpty();
        last.Headers.Cookie.ShouldBeEmpty();
        last.Headers.Referer.ShouldBeEmpty();
        last.Headers.TraceParent.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("http://10.0.0.1/x")]
    [InlineData("http://169.254.169.254/latest/meta-data/")]
    [InlineData("http://[::1]:9/x")]
    [InlineData("http://[::ffff:192.168.0.1]/x")]
    [InlineData("ftp://example.com/x")]
    [InlineData("file:///etc/passwd")]
    public async Task A_redirect_to_where_downloads_may_not_go_is_refused(string target)
    {
        await using var server = await VideoServer.StartAsync();
        await using var host = await ArchiverHost.StartAsync();

        await host.SendAsync(host.Command(server.Answer("/a.mp4", Redirect(target))));

        await host.FailedAsync(target.StartsWith("http:", StringComparison.Ordinal) ? "no public address" : "only http and https");
    }

    [Fact]
    public async Task A_private_address_is_refused_unless_configuration_allows_it()
    {
        await using var server = await VideoServer.StartAsync();
        await using var host = await ArchiverHost.StartAsync(new() { ["Archiver:AllowedNetworks:0"] = "192.168.7.0/24" });

        await host.SendAsync(host.Command(server.Serve("/a.mp4", Clip)));

        await host.FailedAsync("no public address");
        server.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_redirect_in_circles_is_given_up()
    {
        await using var server = await VideoServer.StartAsync();
        await using var host = await ArchiverHost.StartAsync();

        await host.SendAsync(host.Command(server.Answer("/a.mp4", Redirect("/a.mp4"))));

        await host.FailedAsync("redirects");
        server.Requests.Count.ShouldBe(6);
    }

    [Fact]
    public async Task A_name_is_judged_by_the_address_behind_it()
    {
        await using var server = await VideoServer.StartAsync();
        await using var host = await ArchiverHost.StartAsync(new() { ["Archiver:AllowedNetworks:0"] = "192.168.7.0/24" });

        await host.SendAsync(host.Command(new UriBuilder(server.Serve("/a.mp4", Clip)) { Host = "localhost" }.Uri));

        await host.FailedAsync("'localhost', which is no public address");
        server.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_name_with_several_addresses_is_connected_to_at_an_allowed_one_only()
    {
        await using var server = await VideoServer.StartAsync();
        var url = server.Serve("/a.mp4", Clip);
        using var forbidden = new TcpListener(IPAddress.Parse("127.0.0.2"), url.Port);
        forbidden.Start();
        await using var host = await StartAsync(_ => ["127.0.0.2", "127.0.0.1"]);

        await host.SendAsync(host.Command(Named(url)));

        await host.HeardAsync<VideoArchived>();
        forbidden.Pending().ShouldBeFalse();
    }

    [Fact]
    public async Task A_name_that_is_bound_anew_to_a_private_address_is_judged_anew_at_the_next_connection()
    {
        await using var server = await VideoServer.StartAsync();
        var asked = 0;
        await using var host = await StartAsync(question => (asked = question) == 1 ? ["127.0.0.1"] : ["10.0.0.1"]);

        // The first connection breaks, so that a second one is made.
        await host.SendAsync(host.Command(Named(server.Answer("/a.mp4", async context =>
        {
            context.Response.ContentLength = Clip.Length;
            context.Response.Headers.ETag = "\"x\"";
            await context.Response.Body.WriteAsync(Clip.AsMemory(0, 1000));
        }))));

        await host.FailedAsync("no public address");
        server.Requests.Count.ShouldBe(1);
        asked.ShouldBe(2, "one question for one connection: what is judged is what is connected to");
    }

    private static Uri Named(Uri url) => new UriBuilder(url) { Host = "videos.example" }.Uri;

    private static Task<ArchiverHost> StartAsync(Func<int, string[]> addresses)
    {
        var questions = 0;
        return ArchiverHost.StartAsync(new() { ["Archiver:AllowedNetworks:0"] = "127.0.0.1/32" }, services: services => services.AddSingleton<NameResolver>((host, _) =>
        {
            host.ShouldBe("videos.example");
            return Task.FromResult(addresses(++questions).Select(IPAddress.Parse).ToArray());
        }));
    }

    private static RequestDelegate Redirect(string target) => context =>
    {
        context.Response.StatusCode = 302;
        context.Response.Headers.Location = target;
        context.Response.Headers.SetCookie = "session=1";
        return Task.CompletedTask;
    };
}
