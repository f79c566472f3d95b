using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Wan.Contracts;
using Wan.Fixtures;

namespace Wan.Intake.Tests;

/// <summary>A <c>callback_url</c> that no webhook would ever be sent to is refused where it is given.</summary>
public sealed class CallbackTests
{
    [Theory]
    [InlineData("http://127.0.0.1:9000/hook")]
    [InlineData("http://127.0.0.1./hook")]
    [InlineData("http://10.1.2.3/hook")]
    [InlineData("http://[::1]/hook")]
    [InlineData("http://169.254.169.254/latest/meta-data/")]
    [InlineData("http://0x7f000001/hook")]
    [InlineData("https://localhost/hook")]
    [InlineData("https://LOCALHOST.:8443/hook")]
    public async Task An_address_that_is_not_public_is_refused_over_HTTP(string url)
    {
        await using var intake = new IntakeApplication();
        using var http = intake.CreateClient();

        using var answer = await http.PostAsJsonAsync("/v1/generations", Request(url));

        answer.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        var finding = (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("findings").EnumerateArray().ShouldHaveSingleItem();
        (finding.GetProperty("code").GetString(), finding.GetProperty("pointer").GetString()).ShouldBe(("callback_url.not_public", "/callback_url"));
        finding.GetProperty("message").GetString()!.ShouldContain("Notifier:AllowedNetworks");
        (await intake.CountAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task Where_the_setting_wants_TLS_one_without_is_refused()
    {
        await using var intake = new IntakeApplication(true, ("Notifier:AllowHttp", "false"));
        using var http = intake.CreateClient();

        using var refused = await http.PostAsJsonAsync("/v1/generations", Request("HTTP://hooks.example/hook"));
        using var taken = await http.PostAsJsonAsync("/v1/generations", Request("https://hooks.example/hook"));

        (refused.StatusCode, taken.StatusCode).ShouldBe((HttpStatusCode.UnprocessableEntity, HttpStatusCode.Accepted));
        var finding = (await refused.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("findings").EnumerateArray().ShouldHaveSingleItem();
        (finding.GetProperty("code").GetString(), finding.GetProperty("message").GetString()!.Contains("Notifier:AllowHttp", StringComparison.Ordinal)).ShouldBe(("callback_url.not_public", true));
    }

    [Fact]
    public async Task A_host_that_there_can_not_be_is_rejected_over_the_bus()
    {
        await using var intake = new IntakeApplication();
        _ = intake.Server;

        await intake.Bus.Publish(new GenerateVideo
        {
            Model = "wan2.7-r2v",
            Input = new() { Prompt = "Image 1 waves", Media = [new MediaReference { Type = "reference_image", Url = "https://example.com/a.png" }] },
            CallbackUrl = "https://xn--ü.example/hook",
        });

        (await intake.Recorder.PublishedAsync<GenerationRejected>()).Findings.ShouldHaveSingleItem().Code.ShouldBe("callback_url.not_public");
    }

    [Fact]
    public async Task It_is_rejected_over_the_bus_and_nothing_is_ever_sent_there()
    {
        await using var intake = new IntakeApplication();
        _ = intake.Server;

        await intake.Bus.Publish(new GenerateVideo
        {
            Model = "wan2.7-r2v",
            Input = new() { Prompt = "Image 1 waves", Media = [new MediaReference { Type = "reference_image", Url = "https://example.com/a.png" }] },
            CallbackUrl = "http://10.0.0.1/hook",
        });

        (await intake.Recorder.PublishedAsync<GenerationRejected>()).Findings.ShouldHaveSingleItem().Code.ShouldBe("callback_url.not_public");
        (await intake.Generations.PageAsync(new() { Limit = 10 })).Items.ShouldHaveSingleItem().CallbackUrl.ShouldBeNull();
    }

    [Theory]
    [InlineData("http://127.0.0.1:9000/hook")]
    [InlineData("http://localhost:9000/hook")]
    [InlineData("http://localhost./hook")]
    [InlineData("https://hooks.example/hook")]
    public async Task Where_the_setting_allows_it_a_receiver_may_be_on_this_machine(string url)
    {
        await using var intake = new IntakeApplication(true, ("Notifier:AllowedNetworks:0", "127.0.0.0/8"));
        using var http = intake.CreateClient();

        using var answer = await http.PostAsJsonAsync("/v1/generations", Request(url));

        answer.StatusCode.ShouldBe(HttpStatusCode.Accepted, await answer.Content.ReadAsStringAsync());
        (await intake.Generations.PageAsync(new() { Limit = 10 })).Items.ShouldHaveSingleItem().CallbackUrl.ShouldBe(url);
    }

    [Fact]
    public async Task What_was_accepted_before_the_setting_was_taken_away_is_found_again()
    {
        using var folder = new TemporaryFolder();
        string? id;
        await using (var before = new IntakeApplication(folder, true, ("Notifier:AllowedNetworks:0", "127.0.0.0/8")))
            id = await AskAsync(before, HttpStatusCode.Accepted);

        await using var after = new IntakeApplication(folder);

        (await AskAsync(after, HttpStatusCode.Accepted)).ShouldBe(id);
    }

    private static async Task<string?> AskAsync(IntakeApplication intake, HttpStatusCode status)
    {
        using var http = intake.CreateClient();
        http.DefaultRequestHeaders.Add("Idempotency-Key", "one");
        using var answer = await http.PostAsJsonAsync("/v1/generations", Request("http://127.0.0.1:9000/hook"));
        answer.StatusCode.ShouldBe(status, await answer.Content.ReadAsStringAsync());
        return (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString();
    }

    private static object Request(string url) => new
    {
        model = "wan2.7-r2v",
        input = new { prompt = "Image 1 waves", media = new[] { new { type = "reference_image", url = "https://example.com/a.png" } } },
        callback_url = url,
    };
}
