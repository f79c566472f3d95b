using System.Net;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Wan.Contracts;
using Wan.Fixtures;
using Wan.Storage;

namespace Wan.Archiver.Tests;

/// <summary>The hold: seen, set, lifted.</summary>
public sealed class HoldTests
{
    [Fact]
    public async Task A_hold_is_seen_as_it_was_set_and_lifted()
    {
        await using var server = await VideoServer.StartAsync();
        await using var host = await ArchiverHost.StartAsync();
        var id = (await host.SendAsync(host.Command(server.Serve("/a.mp4", Clips.Sound)))).GenerationId;
        await host.HeardAsync<VideoArchived>();
        using var http = host.Http;
        var path = $"/v1/generations/{id}/hold";

        (await http.GetStringAsync(path)).ShouldBe("""{"hold":false}""");
        await http.PutAsync(path, null);
        (await http.GetStringAsync(path)).ShouldBe("""{"hold":true}""");
        await http.DeleteAsync(path);
        (await http.GetStringAsync(path)).ShouldBe("""{"hold":false}""");
    }

    [Fact]
    public async Task A_change_is_told_and_told_again_when_it_is_asked_for_again()
    {
        await using var server = await VideoServer.StartAsync();
        await using var host = await ArchiverHost.StartAsync();
        var id = (await host.SendAsync(host.Command(server.Serve("/a.mp4", Clips.Sound)))).GenerationId;
        await host.HeardAsync<VideoArchived>();
        using var http = host.Http;

        await http.PutAsync($"/v1/generations/{id}/hold", null);
        await http.PutAsync($"/v1/generations/{id}/hold", null);
        await Eventually.UntilAsync(() => host.Heard<VideoHoldChanged>().Count() == 2, "both");
        host.Clock.Move(TimeSpan.FromHours(-1)); // Another replica's clock is slow.
        await http.DeleteAsync($"/v1/generations/{id}/hold");

        var lifted = await host.HeardAsync<VideoHoldChanged>(told => !told.Hold);
        var set = host.Heard<VideoHoldChanged>().Where(told => told.Hold).Distinct().ShouldHaveSingleItem();
        (set.GenerationId, lifted.GenerationId).ShouldBe((id, id));
        lifted.At.ShouldBeGreaterThan(set.At);
    }

    [Fact]
    public async Task A_hold_of_an_older_release_is_told_once_it_is_asked_for_again()
    {
        await using var server = await VideoServer.StartAsync();
        await using var host = await ArchiverHost.StartAsync();
        var id = (await host.SendAsync(host.Command(server.Serve("/a.mp4", Clips.Sound)))).GenerationId;
        await host.HeardAsync<VideoArchived>();
        await host.Archives.ChangeAsync(id, archive => archive.Hold = true);
        using var http = host.Http;

        await http.PutAsync($"/v1/generations/{id}/hold", null);

        (await host.HeardAsync<VideoHoldChanged>()).Hold.ShouldBeTrue();
    }

    [Fact]
    public async Task A_hold_that_comes_too_late_is_refused_and_not_told()
    {
        await using var server = await VideoServer.StartAsync();
        await using var host = await ArchiverHost.StartAsync();
        var id = (await host.SendAsync(host.Command(server.Serve("/a.mp4", Clips.Sound)))).GenerationId;
        await host.HeardAsync<VideoArchived>();
        await host.Archives.ChangeAsync(id, archive =>
        {
            archive.State = ArchiveState.Deleted;
            return true;
        });
        using var http = host.Http;

        using var answer = await http.PutAsync($"/v1/generations/{id}/hold", null);

        answer.StatusCode.ShouldBe(HttpStatusCode.Gone);
        (await host.Archives.FindAsync(id))!.Hold.ShouldBeFalse();
        host.Heard<VideoHoldChanged>().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_hold_that_the_broker_does_not_take_is_kept_and_told_when_it_is_asked_for_again()
    {
        await using var server = await VideoServer.StartAsync();
        var broker = new SilentBroker();
        await using var host = await ArchiverHost.StartAsync(services: services =>
        {
            services.AddSingleton<TimeProvider>(new FastClock());
            services.AddPublishObserver(_ => broker);
        });
        var id = (await host.SendAsync(host.Command(server.Serve("/a.mp4", Clips.Sound)))).GenerationId;
        await host.HeardAsync<VideoArchived>();
        using var http = host.Http;

        broker.IsAway = true;
        using var answer = await http.PutAsync($"/v1/generations/{id}/hold", null);
        answer.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        (await answer.Content.ReadAsStringAsync()).ShouldContain("The video is on hold. Ask again");
        (await http.GetStringAsync($"/v1/generations/{id}/hold")).ShouldBe("""{"hold":true}""");
        host.Heard<VideoHoldChanged>().ShouldBeEmpty();

        broker.IsAway = false;
        using var again = await http.PutAsync($"/v1/generations/{id}/hold", null);
        again.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await host.HeardAsync<VideoHoldChanged>()).Hold.ShouldBeTrue();
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    public async Task There_is_no_hold_where_there_is_no_archive(string method)
    {
        await using var host = await ArchiverHost.StartAsync();
        using var http = host.Http;

        using var answer = await http.SendAsync(new HttpRequestMessage(new HttpMethod(method), $"/v1/generations/{Guid.CreateVersion7()}/hold"));

        answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
    }

    /// <summary>Confirms nothing while it is away.</summary>
    private sealed class SilentBroker : IPublishObserver
    {
        public bool IsAway { get; set; }

        public Task PrePublish<T>(PublishContext<T> context) where T : class => IsAway ? Task.Delay(Timeout.Infinite) : Task.CompletedTask;

        public Task PostPublish<T>(PublishContext<T> context) where T : class => Task.CompletedTask;

        public Task PublishFault<T>(PublishContext<T> context, Exception exception) where T : class => Task.CompletedTask;
    }
}
