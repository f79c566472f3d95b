using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Wan.Archiver.Verify;
using Wan.Contracts;
using Wan.Fixtures;

namespace Wan.Archiver.Tests;

/// <summary>What the vendor itself delivers and is not the video that was asked for is kept, shown, given out and taken as the video on request.</summary>
public sealed class QuarantineTests
{
    private static readonly byte[] Clip = Clips.Sound;
    private static readonly byte[] Page = "<html>not found</html>"u8.ToArray();
    private static readonly ExpectedVideo Larger = Clips.Expected with { Width = 640, Height = 480 };

    [Fact]
    public async Task The_same_wrong_file_twice_is_kept_in_quarantine_shown_fetched_and_accepted()
    {
        await using var server = await VideoServer.StartAsync();
        await using var host = await ArchiverHost.StartAsync();
        using var http = host.Http;

        var id = (await host.SendAsync(host.Command(server.Serve("/a.mp4", Clip), expected: Larger))).GenerationId;

        await host.QuarantinedAsync("320x240 pixels; 640x480 were asked for");
        server.Requests.Count.ShouldBe(2);
        var shown = await http.GetFromJsonAsync<JsonElement>($"/v1/generations/{id}/quarantine");
        shown.GetProperty("status").GetString().ShouldBe("quarantined");
        shown.GetProperty("came_twice").GetBoolean().ShouldBeTrue();
        shown.GetProperty("bytes").GetInt64().ShouldBe(Clip.Length);
        shown.GetProperty("sha256").GetString().ShouldBe(Convert.ToHexStringLower(SHA256.HashData(Clip)));
        shown.GetProperty("reasons")[0].GetString().ShouldNotBeNull().ShouldContain("320x240");
        (await http.GetByteArrayAsync(shown.GetProperty("video_url").GetString())).ShouldBe(Clip);
        (await http.GetAsync($"/v1/generations/{id}/video")).StatusCode.ShouldBe(HttpStatusCode.NotFound);

        using var accepted = await http.PostAsync(shown.GetProperty("accept_url").GetString(), null);

        accepted.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        var told = await host.HeardAsync<VideoArchived>();
        (told.GenerationId, told.Video.Width, told.Video.Height).ShouldBe((id, 320, 240));
        told.Video.Warnings.ShouldNotBeNull().ShouldContain(warning => warning.Contains("640x480 were asked for", StringComparison.Ordinal));
        (await http.GetByteArrayAsync($"/v1/generations/{id}/video")).ShouldBe(Clip);
        (await http.GetAsync($"/v1/generations/{id}/quarantine")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        host.Files().Select(Path.GetExtension).ShouldBe([".json", ".mp4"]);
        host.Files().ShouldAllBe(file => !file.StartsWith("quarantine", StringComparison.Ordinal));
        server.Requests.Count.ShouldBe(2);
        (await VerifyAsync(host)).Code.ShouldBe(0);

        using var again = await http.PostAsync($"/v1/generations/{id}/quarantine/accept", null);
        again.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        await Eventually.UntilAsync(() => host.Heard<VideoArchived>().Count() == 2, "the answer again, for it may have been lost");
    }

    [Fact]
    public async Task What_is_no_video_at_all_is_kept_and_can_be_accepted_too()
    {
        await using var server = await VideoServer.StartAsync();
        await using var host = await ArchiverHost.StartAsync();
        using var http = host.Http;

        var id = (await host.SendAsync(host.Command(server.Serve("/a.mp4", Page)))).GenerationId;
        (await host.GivenUpInTimeAsync("no proper video")).Error.Code.ShouldBe("quarantined");
        using var accepted = await http.PostAsync($"/v1/generations/{id}/quarantine/accept", null);

        var proof = (await host.HeardAsync<VideoArchived>()).Video;
        (proof.Bytes, proof.Width, proof.Duration).ShouldBe((Page.Length, 0, 0));
        proof.Warnings.ShouldNotBeNull().ShouldHaveSingleItem().ShouldContain("no proper video");
        (await http.GetByteArrayAsync($"/v1/generations/{id}/video")).ShouldBe(Page);
    }

    [Fact]
    public async Task A_proper_video_that_is_not_what_its_name_promises_is_kept_once_it_has_come_twice_alike()
    {
        await using var server = await VideoServer.StartAsync();
        await using var host = await ArchiverHost.StartAsync();

        await host.SendAsync(host.Command(server.Answer("/a.mp4", context =>
        {
            context.Response.Headers.ETag = $"\"{new string('A', 32)}\"";
            context.Response.ContentLength = Clip.Length;
            return context.Response.Body.WriteAsync(Clip).AsTask();
        })));

        (await host.HeardAsync<VideoArchived>()).Video.Warnings.ShouldBeNull();
        server.Requests.Count.ShouldBe(2);
        host.Logs.ToString().ShouldContain("looks like a checksum");
    }

    [Fact]
    public async Task Something_else_that_the_vendor_delivers_later_is_archived_and_the_quarantine_is_emptied()
    {
        await using var server = await VideoServer.StartAsync();
        await using var host = await ArchiverHost.StartAsync();
        using var http = host.Http;
        var id = (await host.SendAsync(host.Command(server.Serve("/a.mp4", Clip), expected: Clips.Expected with { Audio = false, Width = 640, Height = 480 }))).GenerationId;
        await host.QuarantinedAsync("pixels");
        server.Serve("/a.mp4", Clips.Make("-movflags +faststart", sound: false, size: "640x480"));

        using var answer = await http.PostAsync($"/v1/generations/{id}/archive", null);

        answer.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        (await host.HeardAsync<VideoArchived>()).Video.Width.ShouldBe(640);
        host.Files().ShouldAllBe(file => !file.StartsWith("quarantine", StringComparison.Ordinal));
        using var late = await http.PostAsync($"/v1/generations/{id}/quarantine/accept", null);
        late.StatusCode.ShouldBe(HttpStatusCode.Conflict);
    }

    [Fact]
    public async Task What_came_wrong_once_and_never_again_is_kept_when_the_time_is_over()
    {
        await using var server = await VideoServer.StartAsync();
        await using var host = await ArchiverHost.StartAsync();
        using var http = host.Http;

        var id = (await host.SendAsync(host.Command(server.Answer("/a.mp4", context =>
        {
            if (server.Requests.Count == 1)
                return VideoServer.Whole(Clip).ExecuteAsync(context);
            context.Response.StatusCode = 403;
            return Task.CompletedTask;
        }), expected: Larger))).GenerationId;

        var failed = await host.GivenUpInTimeAsync("403");
        failed.Error.Code.ShouldBe("quarantined");
        (await http.GetByteArrayAsync($"/v1/generations/{id}/quarantine/video")).ShouldBe(Clip);
        using var accepted = await http.PostAsync($"/v1/generations/{id}/quarantine/accept", null);
        (await host.HeardAsync<VideoArchived>()).GenerationId.ShouldBe(id);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_file_that_is_lost_or_changed_in_quarantine_is_found_by_verification_and_not_taken_for_the_video(bool isLost)
    {
        await using var server = await VideoServer.StartAsync();
        await using var host = await ArchiverHost.StartAsync();
        using var http = host.Http;
        var id = (await host.SendAsync(host.Command(server.Serve("/a.mp4", Clip), expected: Larger))).GenerationId;
        await host.QuarantinedAsync("pixels");
        (await VerifyAsync(host)).Code.ShouldBe(0);
        var path = host.Folder.File("archive", "quarantine", $"{id}.mp4");
        if (isLost)
            File.Delete(path);
        else
            await File.WriteAllBytesAsync(path, Clip[..^1]);

        using var accepted = await http.PostAsync($"/v1/generations/{id}/quarantine/accept", null);
        await Eventually.UntilAsync(() => host.Heard<ArchivingFailed>().Count() == 2, "the second failure");

        host.Heard<ArchivingFailed>().Last().Error.Message.ShouldContain($"missing or has changed in the archive's store ('quarantine/{id}.mp4')");
        host.Heard<VideoArchived>().ShouldBeEmpty();
        (await VerifyAsync(host)).ShouldBe((1, $"{(isLost ? "missing" : "changed")} quarantine/{id}.mp4"));

        await File.WriteAllBytesAsync(path, Clip);
        using var again = await http.PostAsync($"/v1/generations/{id}/quarantine/accept", null);
        await host.HeardAsync<VideoArchived>();
    }

    [Fact]
    public async Task While_the_vendor_is_still_tried_nothing_is_accepted()
    {
        await using var server = await VideoServer.StartAsync();
        await using var host = await ArchiverHost.StartAsync(new() { ["Archiver:RetryDelay"] = "01:00:00" });
        using var http = host.Http;
        var id = (await host.SendAsync(host.Command(server.Serve("/a.mp4", Clip), expected: Larger))).GenerationId;
        await host.HasProblemAsync("pixels");

        var shown = await http.GetFromJsonAsync<JsonElement>($"/v1/generations/{id}/quarantine");
        shown.GetProperty("status").GetString().ShouldBe("waiting");
        shown.TryGetProperty("accept_url", out _).ShouldBeFalse();
        using var answer = await http.PostAsync($"/v1/generations/{id}/quarantine/accept", null);
        answer.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        using var nothing = await http.PostAsync($"/v1/generations/{Guid.CreateVersion7()}/quarantine/accept", null);
        nothing.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    private static async Task<(int Code, string First)> VerifyAsync(ArchiverHost host)
    {
        await using var output = new StringWriter { NewLine = "\n" };
        var code = await VerifyCommand.RunAsync(
            ["--Storage:Directory", host.Folder.File("data"), "--Archive:Directory", host.Folder.File("archive")], output, TextWriter.Null, CancellationToken.None);
        return (code, output.ToString().Split(':')[0]);
    }
}
