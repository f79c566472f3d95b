using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;

namespace Wan.Simulator.Tests;

public sealed class DownloadFaultTests
{
    [Fact]
    public async Task A_download_can_be_reset_after_some_bytes_and_resumed_after_them()
    {
        await using var simulator = await RunningSimulator.StartAsync();
        var url = await simulator.VideoUrlAsync();
        var whole = await simulator.Http.GetByteArrayAsync(url);
        await simulator.FaultsAsync("""[{"kind":"download_reset","bytes":5000,"count":1}]""");

        var (begun, broken) = await ReadUntilBroken(simulator, url);
        using var rest = new HttpRequestMessage(HttpMethod.Get, url) { Headers = { Range = new RangeHeaderValue(begun.Length, null) } };
        using var resumed = await simulator.Http.SendAsync(rest);

        broken.ShouldBeTrue();
        begun.Length.ShouldBeLessThanOrEqualTo(5000);
        begun.ShouldBe(whole[..begun.Length]);
        resumed.StatusCode.ShouldBe(HttpStatusCode.PartialContent);
        begun.Concat(await resumed.Content.ReadAsByteArrayAsync()).ToArray().ShouldBe(whole);
        (await simulator.TallyAsync("download_reset")).ShouldBe((1, 1));
    }

    [Fact]
    public async Task A_download_can_end_too_early_with_a_length_that_agrees()
    {
        await using var simulator = await RunningSimulator.StartAsync();
        var url = await simulator.VideoUrlAsync();
        var whole = await simulator.Http.GetByteArrayAsync(url);
        await simulator.FaultsAsync("""[{"kind":"download_wrong_length","bytes":-700}]""");

        (await simulator.Http.GetByteArrayAsync(url)).ShouldBe(whole[..^700]);
    }

    [Fact]
    public async Task A_download_can_promise_more_than_there_is()
    {
        await using var simulator = await RunningSimulator.StartAsync();
        var url = await simulator.VideoUrlAsync();
        var whole = await simulator.Http.GetByteArrayAsync(url);
        await simulator.FaultsAsync("""[{"kind":"download_wrong_length","bytes":700}]""");

        using var response = await simulator.Http.GetAsync(url, HttpCompletionOption.ResponseHeadersRead);

        response.Content.Headers.ContentLength.ShouldBe(whole.Length + 700);
        (await ReadUntilBroken(simulator, url)).Broken.ShouldBeTrue();
    }

    [Fact]
    public async Task A_server_can_know_nothing_of_ranges()
    {
        await using var simulator = await RunningSimulator.StartAsync();
        var url = await simulator.VideoUrlAsync();
        await simulator.FaultsAsync("""[{"kind":"download_no_range"}]""");

        using var request = new HttpRequestMessage(HttpMethod.Get, url) { Headers = { Range = new RangeHeaderValue(100, 199) } };
        using var response = await simulator.Http.SendAsync(request);

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        response.Headers.AcceptRanges.ShouldBeEmpty();
        (await response.Content.ReadAsByteArrayAsync()).Length.ShouldBeGreaterThan(200);
    }

    [Theory]
    [InlineData("""[{"kind":"download_corrupt"}]""", 16)]
    [InlineData("""[{"kind":"download_corrupt","bytes":4,"offset":4}]""", 4)]
    [SuppressMessage("Security", "CA5351", Justification = "It is what object stores tell.")]
    public async Task Bytes_can_be_wrong_and_the_told_hash_shows_it(string faults, int count)
    {
        await using var simulator = await RunningSimulator.StartAsync();
        var url = await simulator.VideoUrlAsync();
        var whole = await simulator.Http.GetByteArrayAsync(url);
        await simulator.FaultsAsync(faults);

        using var response = await simulator.Http.GetAsync(url);
        var read = await response.Content.ReadAsByteArrayAsync();

        read.Length.ShouldBe(whole.Length);
        read.Zip(whole).Count(pair => pair.First != pair.Second).ShouldBe(count);
        MD5.HashData(read).ShouldNotBe(response.Content.Headers.ContentMD5);
        MD5.HashData(whole).ShouldBe(response.Content.Headers.ContentMD5);
    }

    [Fact]
    public async Task A_URL_can_expire_early_and_a_fresh_one_works()
    {
        await using var simulator = await RunningSimulator.StartAsync();
        var url = await simulator.VideoUrlAsync();
        await simulator.FaultsAsync("""[{"kind":"download_expired","per_task":1}]""");

        using var refused = await simulator.Http.GetAsync(url);
        using var served = await simulator.Http.GetAsync(url);

        refused.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await refused.Content.ReadAsStringAsync()).ShouldContain("<Message>Request has expired.</Message>");
        served.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("", "http://169.254.169.254/latest/meta-data/")]
    [InlineData(""","location":"http://127.0.0.1:1/secret" """, "http://127.0.0.1:1/secret")]
    public async Task A_URL_can_redirect_to_a_private_address(string parameters, string location)
    {
        await using var simulator = await RunningSimulator.StartAsync();
        var url = await simulator.VideoUrlAsync();
        await simulator.FaultsAsync($$"""[{"kind":"download_redirect"{{parameters}}}]""");
        using var handler = new SocketsHttpHandler { AllowAutoRedirect = false };
        using var http = new HttpClient(handler);

        using var response = await http.GetAsync(url);

        response.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        response.Headers.Location!.AbsoluteUri.ShouldBe(location);
    }

    [Fact]
    public async Task A_body_can_go_on_without_an_end_in_sight()
    {
        await using var simulator = await RunningSimulator.StartAsync();
        var url = await simulator.VideoUrlAsync();
        var whole = await simulator.Http.GetByteArrayAsync(url);
        await simulator.FaultsAsync("""[{"kind":"download_endless"}]""");

        using var response = await simulator.Http.GetAsync(url, HttpCompletionOption.ResponseHeadersRead);
        await using var body = await response.Content.ReadAsStreamAsync();
        var read = new byte[20_000_000];
        await body.ReadExactlyAsync(read);

        response.Content.Headers.ContentLength.ShouldBeNull();
        read[..whole.Length].ShouldBe(whole);
    }

    [Fact]
    public async Task An_endless_body_does_end_at_the_bytes_asked_for()
    {
        await using var simulator = await RunningSimulator.StartAsync();
        var url = await simulator.VideoUrlAsync();
        await simulator.FaultsAsync("""[{"kind":"download_endless","bytes":1000000}]""");

        (await simulator.Http.GetByteArrayAsync(url)).Length.ShouldBe(1_000_000);
    }

    [Fact]
    public async Task A_download_can_be_slow()
    {
        await using var simulator = await RunningSimulator.StartAsync();
        var url = await simulator.VideoUrlAsync();
        await simulator.FaultsAsync("""[{"kind":"download_slow","bytes_per_second":1000}]""");
        using var response = await simulator.Http.GetAsync(url, HttpCompletionOption.ResponseHeadersRead);
        await using var body = await response.Content.ReadAsStreamAsync();
        using var patience = new CancellationTokenSource();

        var first = await body.ReadAsync(new byte[1_000_000], patience.Token);
        var rest = body.CopyToAsync(Stream.Null, patience.Token);

        // At a kilobyte a second the whole would take more than a minute.
        first.ShouldBeInRange(1, 20_000);
        rest.IsCompleted.ShouldBeFalse();
        await patience.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => rest);
    }

    [Fact]
    public async Task The_store_can_be_out_of_order()
    {
        await using var simulator = await RunningSimulator.StartAsync();
        var url = await simulator.VideoUrlAsync();
        await simulator.FaultsAsync("""[{"kind":"download_error","count":1}]""");

        using var refused = await simulator.Http.GetAsync(url);
        using var served = await simulator.Http.GetAsync(url);

        refused.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        served.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    private static async Task<(byte[] Read, bool Broken)> ReadUntilBroken(RunningSimulator simulator, string url)
    {
        using var read = new MemoryStream();
        try
        {
            using var response = await simulator.Http.GetAsync(url, HttpCompletionOption.ResponseHeadersRead);
            await using var body = await response.Content.ReadAsStreamAsync();
            await body.CopyToAsync(read);
            return (read.ToArray(), false);
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            return (read.ToArray(), true);
        }
    }
}
