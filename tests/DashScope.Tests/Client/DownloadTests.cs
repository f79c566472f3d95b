using System.Diagnostics;
using System.Net;

namespace Wan.DashScope.Tests;

public sealed class DownloadTests
{
    private readonly DashScopeClient client = Clients.Create();

    [Fact]
    public async Task A_download_carries_no_key_and_asks_for_the_rest_only_if_it_is_still_the_same()
    {
        await using var store = WireStub.Always(new WireAnswer("HTTP/1.1 206 Partial Content\r\nContent-Range: bytes 3-4/5\r\nETag: \"e\"\r\nContent-Length: 2\r\n\r\nlo"));

        using var response = await client.DownloadAsync(new Uri(store.Address, "/1d/x.mp4?Signature=a%2Fb"), 3, "\"e\"", default);

        response.StatusCode.ShouldBe(HttpStatusCode.PartialContent);
        (await response.Content.ReadAsStringAsync()).ShouldBe("lo");
        var request = store.Requests.ShouldHaveSingleItem();
        request.ShouldStartWith("GET /1d/x.mp4?Signature=a%2Fb HTTP/1.1\r\n");
        request.ShouldContain("\r\nRange: bytes=3-\r\n");
        request.ShouldContain("\r\nIf-Range: \"e\"\r\n");
        request.ShouldNotContain("Authorization");
    }

    [Fact]
    public async Task Only_the_head_is_waited_for()
    {
        await using var store = WireStub.Always(new WireAnswer("HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\nabc", WireEnd.Silence));

        using var response = await client.DownloadAsync(new Uri(store.Address, "/x.mp4"), 0, null, default);

        response.Content.Headers.ContentLength.ShouldBe(1000000);
        store.Requests.ShouldHaveSingleItem().ShouldNotContain("Range");
        var first = new byte[3];
        await using var stream = await response.Content.ReadAsStreamAsync();
        await stream.ReadExactlyAsync(first);
        first.ShouldBe("abc"u8.ToArray());
    }

    [Fact]
    public async Task A_redirect_is_shown_and_not_followed()
    {
        await using var store = WireStub.Always(new WireAnswer("HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n"));

        using var response = await client.DownloadAsync(new Uri(store.Address, "/x.mp4"), 0, null, default);

        response.StatusCode.ShouldBe(HttpStatusCode.Found);
    }

    [Fact]
    public async Task The_trace_of_a_download_does_not_show_the_signature()
    {
        await using var store = WireStub.Always(new WireAnswer("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"));
        var shown = new List<string>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "System.Net.Http",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity =>
            {
                lock (shown)
                {
                    shown.Add(string.Join(' ', activity.TagObjects.Select(tag => $"{tag.Key}={tag.Value}")));
                }
            },
        };
        ActivitySource.AddActivityListener(listener);

        using var response = await client.DownloadAsync(new Uri(store.Address, "/1d/traced.mp4?Signature=secret"), 0, null, default);

        lock (shown)
        {
            shown.ShouldContain(tags => tags.Contains("traced.mp4", StringComparison.Ordinal));
            shown.ShouldAllBe(tags => !tags.Contains("secret", StringComparison.Ordinal));
        }
    }
}
