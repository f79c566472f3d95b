using System.Net;
using System.Net.Http.Headers;
using Wan.Fixtures;
using Wan.Hosting.Doors.Access;
using Wan.Intake.Keys;
using Wan.Intake.Tests.Keys;

namespace Wan.Intake.Tests.Events;

/// <summary>A tenant hears its own, and as long as its key is good.</summary>
public sealed class EventsOfTenantsTests : IAsyncLifetime
{
    private readonly IntakeApplication intake = new(settings: [("Intake:EventsHeartbeat", "00:00:00.200"), ("Intake:EventsInterval", "00:00:00.050")]);

    public Task InitializeAsync()
    {
        intake.ListenOnPort();
        intake.StartServer();
        return Task.CompletedTask;
    }

    public async Task DisposeAsync() => await intake.DisposeAsync();

    [Fact]
    public async Task It_hears_its_own_and_an_operator_everybodys()
    {
        using var acme = Asking(await intake.AddKeyAsync("acme"));
        using var other = Asking(await intake.AddKeyAsync("other"));
        using var operators = Asking(await intake.AddOperatorAsync());
        var (own, all) = (new EventReader("/v1/events"), new EventReader("/v1/events"));
        var (ofOwn, ofAll) = (own.FollowAsync(acme, () => own.Events.Count >= 2), all.FollowAsync(operators, () => all.Events.Count >= 4));
        await Eventually.UntilAsync(() => own.LastId is not null && all.LastId is not null, "both have begun");

        var theirs = await Story.AcceptAsync(other, "other");
        var its = await Story.AcceptAsync(acme, "acme");
        await Task.WhenAll(ofOwn, ofAll);

        own.Events.ShouldAllBe(received => received.GenerationId == its);
        all.Events.Select(received => received.GenerationId).Distinct().ShouldBe([theirs, its], ignoreOrder: true);
    }

    [Fact]
    public async Task It_can_ask_for_no_other_nor_go_on_where_an_operator_was()
    {
        using var acme = Asking(await intake.AddKeyAsync("acme"));
        using var other = Asking(await intake.AddKeyAsync("other"));
        using var operators = Asking(await intake.AddOperatorAsync());
        var theirs = await Story.AcceptAsync(other, "other");
        using var named = await acme.GetAsync("/v1/events?tenant=other", HttpCompletionOption.ResponseHeadersRead);
        using var one = await acme.GetAsync($"/v1/generations/{theirs}/events", HttpCompletionOption.ResponseHeadersRead);
        var reader = new EventReader("/v1/events");
        await reader.FollowAsync(operators, () => reader.LastId is not null);

        var seen = reader.Events.Count;
        var following = reader.FollowAsync(acme, () => reader.Events.Count > seen);
        await Story.AcceptAsync(other, "other");
        var its = await Story.AcceptAsync(acme, "acme");
        await following;

        named.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        one.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        reader.Events.Skip(seen).ShouldAllBe(received => received.GenerationId == its);
    }

    [Theory]
    [InlineData("/v1/events")]
    [InlineData("/v1/generations/{id}/events")]
    public async Task A_key_that_is_revoked_hears_nothing_more(string path)
    {
        var (token, _) = (await intake.AddKeyAsync("acme"), await intake.AddOperatorAsync());
        using var http = Asking(token);
        var id = await Story.AcceptAsync(http, "acme");
        using var stream = await http.GetAsync(path.Replace("{id}", id, StringComparison.Ordinal), HttpCompletionOption.ResponseHeadersRead);
        using var text = new StreamReader(await stream.Content.ReadAsStreamAsync());
        (await text.ReadLineAsync())!.ShouldStartWith(":");

        (await intake.Service<KeyBook>().RevokeAsync(token.Split('_')[1], CancellationToken.None)).ShouldNotBeNull();

        await ReadToItsEndAsync(text).WaitAsync(TimeSpan.FromSeconds(60));
    }

    private static async Task ReadToItsEndAsync(StreamReader text)
    {
        try
        {
            while (await text.ReadLineAsync() is not null)
            {
            }
        }
        catch (IOException)
        {
            // It is cut.
        }
    }

    private HttpClient Asking(string key)
    {
        var http = new HttpClient { BaseAddress = intake.Address };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        return http;
    }
}
