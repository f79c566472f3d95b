using System.Net;
using Wan.Archiver.Stores;
using Wan.Contracts;
using Wan.Fixtures;

namespace Wan.Archiver.Tests;

public sealed class S3StoreTests(S3Server s3) : IClassFixture<S3Server>
{
    [Fact]
    public async Task Videos_are_kept_and_served_from_an_object_store()
    {
        await using var server = await VideoServer.StartAsync();
        await using var host = await ArchiverHost.StartAsync(s3.Settings("Archive", "plain/"));
        var clip = Clips.Sound;
        var id = (await host.SendAsync(host.Command(server.Serve("/a.mp4", clip)))).GenerationId;
        var proof = (await host.HeardAsync<VideoArchived>()).Video;
        using var http = host.Http;

        await VideoEndpointsTests.ShouldServeAsync(http, id, clip, proof);
        host.Files().ShouldBeEmpty("nothing stays on the local disk");
        (await ListAsync(host)).Order().ShouldBe([$"{Day}/{id}.json", $"{Day}/{id}.mp4"]);
    }

    [Fact]
    public async Task A_long_video_goes_up_in_parts()
    {
        await using var server = await VideoServer.StartAsync();
        await using var host = await ArchiverHost.StartAsync(new(s3.Settings("Archive", "parts/")) { ["Archive:S3:PartBytes"] = $"{5 << 20}" });
        var clip = LongClip();
        var id = (await host.SendAsync(host.Command(server.Serve("/a.mp4", clip)))).GenerationId;
        var proof = (await host.HeardAsync<VideoArchived>()).Video;
        using var http = host.Http;

        clip.Length.ShouldBeGreaterThan(6 << 20);
        await VideoEndpointsTests.ShouldServeAsync(http, id, clip, proof);
    }

    [Fact]
    public async Task An_upload_that_breaks_leaves_nothing_and_is_tried_again()
    {
        await using var server = await VideoServer.StartAsync();
        await using var flaky = await FlakyProxy.StartAsync(new Uri(s3.Settings("Archive", "")["Archive:S3:Endpoint"]!), 403, 500);
        await using var host = await ArchiverHost.StartAsync(new(s3.Settings("Archive", "broken/"))
        {
            ["Archive:S3:PartBytes"] = $"{5 << 20}",
            ["Archive:S3:Endpoint"] = flaky.Address.AbsoluteUri,
        });

        var id = (await host.SendAsync(host.Command(server.Serve("/a.mp4", LongClip())))).GenerationId;

        await host.HeardAsync<VideoArchived>();
        flaky.FaultsLeft.ShouldBe(0);
        host.Logs.ToString().ShouldContain("The object store answered 403");
        (await ListAsync(host)).Order().ShouldBe([$"{Day}/{id}.json", $"{Day}/{id}.mp4"]);

        // s3rver doesn't know how to abort an upload, so what counts is that it was told to.
        flaky.Aborted.Count().ShouldBe(1);
        flaky.LeftOver.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_redirect_to_the_store_is_signed_and_works()
    {
        await using var server = await VideoServer.StartAsync();
        await using var host = await ArchiverHost.StartAsync(new(s3.Settings("Archive", "signed/")) { ["Archive:S3:RedirectFor"] = "00:05:00" });
        var id = (await host.SendAsync(host.Command(server.Serve("/a.mp4", Clips.Sound)))).GenerationId;
        await host.HeardAsync<VideoArchived>();
        using var http = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = host.Http.BaseAddress };

        using var answer = await http.GetAsync($"/v1/generations/{id}/video");

        answer.StatusCode.ShouldBe(HttpStatusCode.TemporaryRedirect);
        answer.Headers.Location!.Query.ShouldContain("Signature");
        (await http.GetByteArrayAsync(answer.Headers.Location)).ShouldBe(Clips.Sound);

        // The signature is for GET, so that the length is told from here.
        using var head = await http.SendAsync(new HttpRequestMessage(HttpMethod.Head, $"/v1/generations/{id}/video"));
        (head.StatusCode, head.Content.Headers.ContentLength).ShouldBe((HttpStatusCode.OK, Clips.Sound.Length));
    }

    [Fact]
    public async Task A_store_that_can_not_be_reached_is_named_by_the_health_endpoint()
    {
        await using var good = await ArchiverHost.StartAsync(s3.Settings("Archive", "health/"));
        await using var bad = await ArchiverHost.StartAsync(new(s3.Settings("Archive", "health/")) { ["Archive:S3:Bucket"] = "no-such-bucket" });
        using var goodDoors = good.Http;
        using var badDoors = bad.Http;

        (await goodDoors.GetAsync("/health/ready")).StatusCode.ShouldBe(HttpStatusCode.OK);
        using var answer = await badDoors.GetAsync("/health/ready");
        answer.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        (await answer.Content.ReadAsStringAsync()).ShouldContain("The object store answered 404 NoSuchBucket");
    }

    [Fact]
    public async Task An_object_store_can_hold_the_second_copy_and_retention_deletes_both()
    {
        await using var server = await VideoServer.StartAsync();
        using var folder = new TemporaryFolder();
        using var scratch = new TemporaryFolder();
        Dictionary<string, string> settings = new(s3.Settings("Archive:Copy", "copy/")) { ["Archive:Copy:Directory"] = scratch.Path };
        string id;
        await using (var host = await ArchiverHost.StartAsync(settings, folder))
        {
            id = (await host.SendAsync(host.Command(server.Serve("/a.mp4", Clips.Sound)))).GenerationId;
            await host.HeardAsync<VideoArchived>();
            await Eventually.UntilAsync(async () => !(await host.Archives.FindAsync(id))!.CopyIsDue, "the copy");
            (await CopiesAsync(host)).Order().ShouldBe([$"{Day}/{id}.json", $"{Day}/{id}.mp4"]);
        }

        settings["Archive:Retention:Age"] = "00:00:00.001";
        await using var later = await ArchiverHost.StartAsync(settings, folder);
        await later.HeardAsync<VideoDeleted>();
        File.Exists(later.VideoPath(id)).ShouldBeFalse();
        (await CopiesAsync(later)).ShouldBe([$"{Day}/{id}.json"]);
    }

    internal static string Day => DateTime.UtcNow.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);

    // Big enough for two parts: noise doesn't compress.
    internal static byte[] LongClip() => Clips.Make("-vf noise=alls=100:allf=t -qp 4 -movflags +faststart");

    internal static async Task<List<string>> ListAsync(ArchiverHost host) => await KeysAsync(host.Service<IVideoStore>());

    internal static async Task<List<string>> CopiesAsync(ArchiverHost host) => await KeysAsync(host.Service<CopyTarget>().Store!);

    private static async Task<List<string>> KeysAsync(IVideoStore store)
    {
        List<string> keys = [];
        await foreach (var item in store.ListAsync(CancellationToken.None))
            keys.Add(item.Key);
        return keys;
    }
}
