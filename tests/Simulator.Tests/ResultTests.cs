using System.Net;
using System.Net.Http.Headers;

namespace Wan.Simulator.Tests;

public sealed class ResultTests
{
    [Fact]
    public async Task A_result_is_served_to_whoever_has_its_URL_and_without_a_key()
    {
        await using var simulator = await RunningSimulator.StartAsync();
        var url = await simulator.VideoUrlAsync();
        using var stranger = new HttpClient();

        using var response = await stranger.GetAsync(url);

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("video/mp4");
        response.Headers.AcceptRanges.ShouldBe(["bytes"]);
        response.Headers.ETag!.Tag.ShouldBe($"\"{Convert.ToHexString(response.Content.Headers.ContentMD5!)}\"");
        response.Content.Headers.ContentLength.ShouldBe((await response.Content.ReadAsByteArrayAsync()).Length);
    }

    [Fact]
    public async Task HEAD_tells_what_GET_would()
    {
        await using var simulator = await RunningSimulator.StartAsync();
        var url = await simulator.VideoUrlAsync();

        using var got = await simulator.Http.GetAsync(url);
        using var asked = await simulator.Http.SendAsync(new HttpRequestMessage(HttpMethod.Head, url));

        asked.StatusCode.ShouldBe(HttpStatusCode.OK);
        asked.Content.Headers.ContentLength.ShouldBe(got.Content.Headers.ContentLength);
        asked.Headers.ETag.ShouldBe(got.Headers.ETag);
        (await asked.Content.ReadAsByteArrayAsync()).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("bytes=0-0", 0, 1)]
    [InlineData("bytes=100-199", 100, 100)]
    [InlineData("bytes=10000-", 10000, -10000)]
    [InlineData("bytes=-500", -500, 500)]
    [InlineData("bytes=20000-999999999", 20000, -20000)]
    [InlineData("bytes=-999999999", 0, 0)]
    public async Task One_range_is_served(string range, int from, int count)
    {
        await using var simulator = await RunningSimulator.StartAsync();
        var url = await simulator.VideoUrlAsync();
        var whole = await simulator.Http.GetByteArrayAsync(url);
        var first = from < 0 ? whole.Length + from : from;
        var last = first + (count <= 0 ? whole.Length + count : count) - 1;

        using var response = await Ranged(simulator, url, range);

        response.StatusCode.ShouldBe(HttpStatusCode.PartialContent);
        response.Content.Headers.ContentRange!.ToString().ShouldBe($"bytes {first}-{last}/{whole.Length}");
        (await response.Content.ReadAsByteArrayAsync()).ShouldBe(whole[first..(last + 1)]);
    }

    [Fact]
    public async Task A_range_behind_the_end_can_not_be_served_and_several_are_answered_with_all()
    {
        await using var simulator = await RunningSimulator.StartAsync();
        var url = await simulator.VideoUrlAsync();
        var whole = await simulator.Http.GetByteArrayAsync(url);

        using var behind = await Ranged(simulator, url, $"bytes={whole.Length}-");
        using var several = await Ranged(simulator, url, "bytes=0-1,5-6");

        behind.StatusCode.ShouldBe(HttpStatusCode.RequestedRangeNotSatisfiable);
        behind.Content.Headers.ContentRange!.ToString().ShouldBe($"bytes */{whole.Length}");
        several.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_range_of_another_file_is_answered_with_all_of_this_one()
    {
        await using var simulator = await RunningSimulator.StartAsync();
        var url = await simulator.VideoUrlAsync();
        using var head = await simulator.Http.SendAsync(new HttpRequestMessage(HttpMethod.Head, url));

        using var same = await Ranged(simulator, url, "bytes=5-", new RangeConditionHeaderValue(head.Headers.ETag!));
        using var other = await Ranged(simulator, url, "bytes=5-", new RangeConditionHeaderValue(new EntityTagHeaderValue("\"other\"")));
        using var unchanged = await Ranged(simulator, url, "bytes=5-", new RangeConditionHeaderValue(head.Content.Headers.LastModified!.Value));

        same.StatusCode.ShouldBe(HttpStatusCode.PartialContent);
        other.StatusCode.ShouldBe(HttpStatusCode.OK);
        unchanged.StatusCode.ShouldBe(HttpStatusCode.PartialContent);
    }

    [Fact]
    public async Task A_file_that_the_caller_has_is_not_sent_again()
    {
        await using var simulator = await RunningSimulator.StartAsync();
        var url = await simulator.VideoUrlAsync();
        using var head = await simulator.Http.SendAsync(new HttpRequestMessage(HttpMethod.Head, url));
        using var request = new HttpRequestMessage(HttpMethod.Get, url) { Headers = { IfNoneMatch = { head.Headers.ETag! } } };

        using var response = await simulator.Http.SendAsync(request);

        response.StatusCode.ShouldBe(HttpStatusCode.NotModified);
    }

    [Fact]
    public async Task A_URL_dies_after_its_lifetime_and_a_query_gives_a_fresh_one()
    {
        await using var simulator = await RunningSimulator.StartAsync("UrlLifetime=00:01:00");
        var id = await simulator.SubmitAsync();
        simulator.Clock.Advance(11);
        var url = await Url();
        simulator.Clock.Advance(59);
        (await Status(url)).ShouldBe(HttpStatusCode.OK);

        simulator.Clock.Advance(2);
        using var expired = await simulator.Http.GetAsync(url);

        expired.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await expired.Content.ReadAsStringAsync()).ShouldContain("Request has expired.");
        (await Status(await Url())).ShouldBe(HttpStatusCode.OK);

        async Task<string> Url() => (await simulator.QueryAsync(id)).GetProperty("output").GetProperty("video_url").GetString()!;

        async Task<HttpStatusCode> Status(string address)
        {
            using var response = await simulator.Http.GetAsync(address);
            return response.StatusCode;
        }
    }

    [Fact]
    public async Task A_URL_that_was_changed_or_has_no_signature_opens_nothing()
    {
        await using var simulator = await RunningSimulator.StartAsync();
        var first = await simulator.VideoUrlAsync();
        var second = new Uri(await simulator.VideoUrlAsync());

        foreach (var url in new[] { first.Replace("Expires=1", "Expires=2", StringComparison.Ordinal), first.Split('?')[0], $"{first.Split('?')[0]}{second.Query}" })
        {
            using var response = await simulator.Http.GetAsync(url);
            response.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
            (await response.Content.ReadAsStringAsync()).ShouldContain("<Code>SignatureDoesNotMatch</Code>");
        }
    }

    [Fact]
    public async Task A_result_can_be_made_large_and_is_still_the_same_from_any_place()
    {
        await using var simulator = await RunningSimulator.StartAsync("MinimumVideoBytes=5000000");
        var url = await simulator.VideoUrlAsync();
        var whole = await simulator.Http.GetByteArrayAsync(url);

        using var tail = await Ranged(simulator, url, "bytes=4999990-");

        whole.Length.ShouldBe(5_000_000);
        Mp4.Read(whole).Select(box => box.Type).ShouldBe(["ftyp", "moov", "uuid", "mdat", "free"]);
        (await tail.Content.ReadAsByteArrayAsync()).ShouldBe(whole[^10..]);
    }

    private static Task<HttpResponseMessage> Ranged(RunningSimulator simulator, string url, string range, RangeConditionHeaderValue? ifRange = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, url) { Headers = { IfRange = ifRange } };
        request.Headers.TryAddWithoutValidation("Range", range);
        return simulator.Http.SendAsync(request);
    }
}
