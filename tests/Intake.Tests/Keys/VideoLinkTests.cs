using System.Net;
using System.Web;

namespace Wan.Intake.Tests.Keys;

/// <summary>Addresses of videos for those who have no key, such as browsers.</summary>
public sealed class VideoLinkTests : IAsyncLifetime
{
    private readonly IntakeApplication intake = new(true, ("Intake:ArchiverUrl", "http://archiver:8081/"), ("Intake:PublicUrl", "https://wan.example.com"));
    private HttpClient http = null!;
    private string key = null!, id = null!;

    public async Task InitializeAsync()
    {
        http = intake.CreateClient(new() { AllowAutoRedirect = false });
        (key, id) = (await intake.AddKeyAsync(), (await intake.AddGenerationAsync("acme")).Id);
    }

    public async Task DisposeAsync() => await intake.DisposeAsync();

    [Theory]
    [InlineData("GET")]
    [InlineData("HEAD")]
    public async Task One_leads_to_the_video_without_a_key(string method)
    {
        var link = (await http.GetAsync(key, $"/v1/generations/{id}/video/link")).Json;
        var url = new Uri(link.GetProperty("url").GetString()!);

        url.AbsoluteUri.ShouldStartWith($"https://wan.example.com/v1/generations/{id}/video?expires=");
        var followed = await http.AskAsync(null, new HttpMethod(method), url.PathAndQuery);

        followed.Status.ShouldBe(HttpStatusCode.TemporaryRedirect);
        followed.Answer.Headers.Location!.AbsoluteUri.ShouldStartWith($"http://archiver:8081/v1/generations/{id}/video?expires=");
    }

    [Fact]
    public async Task It_is_good_for_as_long_as_was_asked_for()
    {
        var link = await LinkAsync("?expires=60");
        (await http.GetAsync(null, link)).Status.ShouldBe(HttpStatusCode.TemporaryRedirect);

        intake.Clock.Move(TimeSpan.FromSeconds(62));

        (await http.GetAsync(null, link)).Code.ShouldBe("auth.expired");
    }

    [Fact]
    public async Task A_key_beside_one_that_is_not_good_counts()
    {
        var link = await LinkAsync("?expires=60");
        intake.Clock.Move(TimeSpan.FromSeconds(62));

        foreach (var address in new[] { link, $"/v1/generations/{id}/video?signature=stray", $"/v1/generations/{id}/video?expires=1&signature=" })
        {
            (await http.GetAsync(key, address)).Status.ShouldBe(HttpStatusCode.TemporaryRedirect, address);
            (await http.GetAsync(await intake.AddKeyAsync("other"), address)).Status.ShouldBe(HttpStatusCode.NotFound, address);
            (await http.GetAsync(await intake.AddKeyAsync("acme", ["create"]), address)).Code.ShouldBe("auth.scope", address);
            (await http.GetAsync("wan_none", address)).Code.ShouldBe("auth.unknown", address);
        }
    }

    [Theory]
    [InlineData("GET", "/v1/generations/{id}/poster", "")]
    [InlineData("GET", "/v1/generations/{id}", "")]
    [InlineData("GET", "/v1/generations", "")]
    [InlineData("GET", "/v1/generations/{other}/video", "")]
    [InlineData("GET", "/v1/generations/{id}/video", "&tenant=acme")]
    [InlineData("GET", "/v1/generations/{id}/video", "&signature=AAAA")]
    [InlineData("GET", "/V1/generations/{id}/video", "")]
    [InlineData("POST", "/v1/generations/{id}/cancel", "")]
    [InlineData("PUT", "/v1/generations/{id}/hold", "")]
    public async Task It_opens_nothing_else(string method, string path, string more)
    {
        var another = await intake.AddGenerationAsync("acme");
        var query = (await LinkAsync("")).Split('?')[1];

        var answer = await http.AskAsync(null, new HttpMethod(method), $"{path.Replace("{id}", id).Replace("{other}", another.Id)}?{query}{more}");

        (answer.Status, answer.Code).ShouldBe((HttpStatusCode.Unauthorized, "auth.unknown"));
    }

    [Theory]
    [InlineData("expires", "99999999999")]
    [InlineData("expires", "99999999999999999999999999")]
    [InlineData("expires", "")]
    [InlineData("expires", "+1")]
    [InlineData("signature", "")]
    [InlineData("signature", "AAAA")]
    [InlineData("signature", "ü")]
    public async Task One_that_was_changed_opens_nothing(string name, string value)
    {
        var (path, query) = ((await LinkAsync("")).Split('?')[0], HttpUtility.ParseQueryString((await LinkAsync("")).Split('?')[1]));
        query[name] = value;

        (await http.GetAsync(null, $"{path}?{query}")).Code.ShouldBe("auth.unknown");
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("86401")]
    [InlineData("1h")]
    [InlineData("")]
    public async Task Another_time_than_a_day_at_most_is_refused(string expires) =>
        (await http.GetAsync(key, $"/v1/generations/{id}/video/link?expires={expires}")).Code.ShouldBe("query.expires");

    [Fact]
    public async Task There_is_none_of_what_has_no_video_and_of_anothers()
    {
        var waiting = await intake.AddGenerationAsync("acme", "rendering", hasVideo: false);

        (await http.GetAsync(key, $"/v1/generations/{waiting.Id}/video/link")).Status.ShouldBe(HttpStatusCode.Conflict);
        (await http.GetAsync(await intake.AddKeyAsync("other"), $"/v1/generations/{id}/video/link")).Status.ShouldBe(HttpStatusCode.NotFound);
    }

    private async Task<string> LinkAsync(string query) =>
        new Uri((await http.GetAsync(key, $"/v1/generations/{id}/video/link{query}")).Json.GetProperty("url").GetString()!).PathAndQuery;
}
