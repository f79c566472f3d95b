using System.Net;
using System.Net.Http.Headers;
using Wan.Contracts;
using Wan.Fixtures;

namespace Wan.Archiver.Tests;

public sealed class VideoEndpointsTests
{
    [Fact]
    public async Task A_video_is_served_whole_in_ranges_and_only_if_it_changed()
    {
        await using var server = await VideoServer.StartAsync();
        await using var host = await ArchiverHost.StartAsync();
        var clip = Clips.Sound;
        var id = (await host.SendAsync(host.Command(server.Serve("/a.mp4", clip)))).GenerationId;
        var proof = (await host.HeardAsync<VideoArchived>()).Video;
        using var http = host.Http;

        await ShouldServeAsync(http, id, clip, proof);
        (await http.GetByteArrayAsync($"/v1/generations/{id.ToUpperInvariant()}/video")).ShouldBe(clip);
    }

    /// <summary>What every store must serve.</summary>
    internal static async Task ShouldServeAsync(HttpClient http, string id, byte[] clip, ArchivedVideo proof)
    {
        var path = $"/v1/generations/{id}/video";
        using var whole = await http.GetAsync(path);
        whole.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await whole.Content.ReadAsByteArrayAsync()).ShouldBe(clip);
        whole.Content.Headers.ContentType!.MediaType.ShouldBe("video/mp4");
        whole.Content.Headers.ContentDisposition!.FileName!.Trim('"').ShouldBe($"{id}.mp4");
        whole.Headers.ETag!.Tag.ShouldBe($"\"{proof.Sha256}\"");
        whole.Headers.AcceptRanges.ShouldBe(["bytes"]);

        using var head = await http.SendAsync(new HttpRequestMessage(HttpMethod.Head, path));
        head.Content.Headers.ContentLength.ShouldBe(clip.Length);

        using var middle = await GetAsync(http, path, request => request.Headers.Range = new RangeHeaderValue(1000, 1999));
        middle.StatusCode.ShouldBe(HttpStatusCode.PartialContent);
        middle.Content.Headers.ContentRange!.ToString().ShouldBe($"bytes 1000-1999/{clip.Length}");
        (await middle.Content.ReadAsByteArrayAsync()).ShouldBe(clip[1000..2000]);

        using var tail = await GetAsync(http, path, request => request.Headers.Range = new RangeHeaderValue(null, 10));
        (await tail.Content.ReadAsByteArrayAsync()).ShouldBe(clip[^10..]);

        using var beyond = await GetAsync(http, path, request => request.Headers.Range = new RangeHeaderValue(clip.Length, null));
        beyond.StatusCode.ShouldBe(HttpStatusCode.RequestedRangeNotSatisfiable);
        beyond.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");

        using var items = await GetAsync(http, path, request => request.Headers.TryAddWithoutValidation("Range", "items=0-1"));
        items.StatusCode.ShouldBe(HttpStatusCode.OK);

        using var known = await GetAsync(http, path, request => request.Headers.IfNoneMatch.Add(whole.Headers.ETag));
        known.StatusCode.ShouldBe(HttpStatusCode.NotModified);

        using var other = await GetAsync(http, path, request => request.Headers.IfMatch.Add(new EntityTagHeaderValue("\"other\"")));
        other.StatusCode.ShouldBe(HttpStatusCode.PreconditionFailed);

        using var changed = await GetAsync(http, path, request =>
        {
            request.Headers.Range = new RangeHeaderValue(0, 9);
            request.Headers.IfRange = new RangeConditionHeaderValue(new EntityTagHeaderValue("\"other\""));
        });
        changed.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_file_that_is_longer_than_what_was_proven_is_not_served_as_the_video()
    {
        await using var server = await VideoServer.StartAsync();
        await using var host = await ArchiverHost.StartAsync();
        var id = (await host.SendAsync(host.Command(server.Serve("/a.mp4", Clips.Sound)))).GenerationId;
        await host.HeardAsync<VideoArchived>();
        await File.AppendAllTextAsync(Directory.GetFiles(host.Folder.File("archive"), $"{id}.mp4", SearchOption.AllDirectories).Single(), "x");
        using var http = host.Http;

        using var video = await http.GetAsync($"/v1/generations/{id}/video");

        video.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await video.Content.ReadAsStringAsync()).ShouldContain("has been changed");
    }

    [Fact]
    public async Task A_poster_is_the_first_picture()
    {
        await using var server = await VideoServer.StartAsync();
        await using var host = await ArchiverHost.StartAsync();
        var id = (await host.SendAsync(host.Command(server.Serve("/a.mp4", Clips.Sound)))).GenerationId;
        await host.HeardAsync<VideoArchived>();
        using var http = host.Http;

        using var poster = await http.GetAsync($"/v1/generations/{id}/poster");

        poster.StatusCode.ShouldBe(HttpStatusCode.OK);
        poster.Content.Headers.ContentType!.MediaType.ShouldBe("image/jpeg");
        (await poster.Content.ReadAsByteArrayAsync())[..3].ShouldBe([0xFF, 0xD8, 0xFF]);
        Directory.GetFiles(host.Folder.File("archive", "posters")).Length.ShouldBe(1);
    }

    [Theory]
    [InlineData("01920000-0000-7000-8000-000000000000")]
    [InlineData("..%2F..%2Fetc%2Fpasswd")]
    [InlineData("x")]
    public async Task What_is_not_there_is_not_found(string id)
    {
        await using var host = await ArchiverHost.StartAsync();
        using var http = host.Http;

        using var answer = await http.GetAsync($"/v1/generations/{id}/video");

        answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_failed_archive_is_tried_again_on_request()
    {
        await using var server = await VideoServer.StartAsync();
        await using var host = await ArchiverHost.StartAsync();
        using var http = host.Http;
        var id = (await host.SendAsync(host.Command(server.Serve("/a.mp4", Clips.Make("-movflags +faststart", size: "640x480"))))).GenerationId;
        await host.HeardAsync<ArchivingFailed>();
        server.Serve("/a.mp4", Clips.Sound);

        using var answer = await http.PostAsync($"/v1/generations/{id}/archive", null);

        answer.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        (await host.HeardAsync<VideoArchived>()).GenerationId.ShouldBe(id);
        using var again = await http.PostAsync($"/v1/generations/{id}/archive", null);
        again.StatusCode.ShouldBe(HttpStatusCode.Conflict);
    }

    [Fact]
    public async Task A_lost_video_is_fetched_again_on_request()
    {
        await using var server = await VideoServer.StartAsync();
        await using var host = await ArchiverHost.StartAsync();
        using var http = host.Http;
        var url = server.Serve("/a.mp4", Clips.Sound);
        var id = (await host.SendAsync(host.Command(url))).GenerationId;
        await host.HeardAsync<VideoArchived>();
        File.Delete(host.VideoPath(id));

        using var answer = await http.PostAsync($"/v1/generations/{id}/archive", null);
        answer.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        await host.HeardAsync<RefreshResult>();
        await host.SendAsync(host.Command(url, id));

        await Eventually.UntilAsync(() => File.Exists(host.VideoPath(id)), "the video again");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_changed_or_lost_video_is_replaced_from_the_second_copy_without_the_vendor(bool isLost)
    {
        await using var server = await VideoServer.StartAsync();
        using var second = new TemporaryFolder();
        await using var host = await ArchiverHost.StartAsync(new() { ["Archive:Copy:Directory"] = second.Path });
        using var http = host.Http;
        var id = (await host.SendAsync(host.Command(server.Serve("/a.mp4", Clips.Sound)))).GenerationId;
        await Eventually.UntilAsync(async () => await host.Archives.FindAsync(id) is { State: ArchiveState.Stored, CopyIsDue: false }, "the copy");
        var bytes = await File.ReadAllBytesAsync(host.VideoPath(id));
        bytes[bytes.Length / 2] ^= 1;
        await File.WriteAllBytesAsync(host.VideoPath(id), bytes);
        if (isLost)
            Directory.Delete(Path.GetDirectoryName(host.VideoPath(id))!, recursive: true);

        using var answer = await http.PostAsync($"/v1/generations/{id}/archive", null);

        answer.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        await Eventually.UntilAsync(async () => await host.Archives.FindAsync(id) is { State: ArchiveState.Stored }, "the video again");
        (await http.GetByteArrayAsync($"/v1/generations/{id}/video")).ShouldBe(Clips.Sound);
        File.Exists(Path.ChangeExtension(host.VideoPath(id), ".json")).ShouldBeTrue();
        server.Requests.Count.ShouldBe(1);
        host.Heard<RefreshResult>().ShouldBeEmpty();
    }

    private static Task<HttpResponseMessage> GetAsync(HttpClient http, string path, Action<HttpRequestMessage> change)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, path);
        change(request);
        return http.SendAsync(request);
    }
}
