using System.IO.Hashing;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Wan.Archiver.Download;
using Wan.Contracts;

namespace Wan.Archiver.Tests;

/// <summary>What can go wrong between a signed URL and the disk ends in the right file or in a reason, never in a bad file under its final name.</summary>
public sealed class DownloadFaultTests
{
    private static readonly byte[] Clip = Clips.Sound;

#pragma warning disable CA5351 // What object stores send.
    private static readonly string ClipMd5 = Convert.ToBase64String(MD5.HashData(Clip));
#pragma warning restore CA5351

    [Fact]
    public async Task A_broken_connection_is_gone_on_with_where_it_broke()
    {
        await using var server = await VideoServer.StartAsync();
        await using var host = await ArchiverHost.StartAsync();

        await host.SendAsync(host.Command(server.Answer("/a.mp4", BreakEvery(20_000))));

        (await host.HeardAsync<VideoArchived>()).Video.Bytes.ShouldBe(Clip.Length);
        var ranges = server.Requests.Select(request => (Range: request.Headers.Range.ToString(), IfRange: request.Headers.IfRange.ToString())).ToList();
        ranges[0].ShouldBe(("", ""));
        ranges[1].IfRange.ShouldBe($"\"{Clip.Length}\"");
        ranges.Skip(1).Select(asked => long.Parse(asked.Range["bytes=".Length..^1])).ShouldBeInOrder(SortDirection.Ascending);
        host.Logs.ToString().ShouldNotContain("is not archived yet", customMessage: "breaks are bridged within one try");
    }

    [Fact]
    public async Task A_file_that_changed_between_two_connections_is_begun_anew()
    {
        await using var server = await VideoServer.StartAsync();
        await using var host = await ArchiverHost.StartAsync();
        var other = Clips.Silent;
        var first = true;

        await host.SendAsync(host.Command(
            server.Answer("/a.mp4", context =>
            {
                if (!first)
                    return VideoServer.Whole(other).ExecuteAsync(context);
                first = false;
                return BreakEvery(10_000)(context);
            }),
            expected: Clips.Expected with { Audio = false }));

        (await host.HeardAsync<VideoArchived>()).Video.Bytes.ShouldBe(other.Length);
    }

    [Fact]
    public async Task A_part_of_a_changed_file_is_not_put_behind_the_beginning_of_the_first()
    {
        await using var server = await VideoServer.StartAsync();
        await using var host = await ArchiverHost.StartAsync();
        var other = Clips.Silent;
        var tries = 0;

        // It knows ranges, and not If-Range.
        await host.SendAsync(host.Command(
            server.Answer("/a.mp4", context =>
            {
                context.Request.Headers.Remove("If-Range");
                return ++tries == 1 ? BreakEvery(10_000)(context) : VideoServer.Whole(other).ExecuteAsync(context);
            }),
            expected: Clips.Expected with { Audio = false }));

        (await host.HeardAsync<VideoArchived>()).Video.Bytes.ShouldBe(other.Length);
        server.Requests.Select(request => request.Headers.Range.ToString()).ShouldBe(["", "bytes=10000-", ""]);
        host.Logs.ToString().ShouldContain("a part of another file");
    }

    [Fact]
    public async Task A_server_that_gives_less_of_the_rest_than_was_asked_for_is_asked_until_all_is_there()
    {
        await using var server = await VideoServer.StartAsync();
        await using var host = await ArchiverHost.StartAsync();

        // Each answer is whole by its own length, and only its Content-Range tells that there is more.
        await host.SendAsync(host.Command(server.Answer("/a.mp4", context =>
        {
            if (context.Request.GetTypedHeaders().Range is not { } range)
                return BreakEvery(10_000)(context);
            var from = (int)range.Ranges.Single().From!.Value;
            context.Request.Headers.Range = $"bytes={from}-{Math.Min(from + 20_000, Clip.Length) - 1}";
            return VideoServer.Whole(Clip).ExecuteAsync(context);
        })));

        (await host.HeardAsync<VideoArchived>()).Video.Bytes.ShouldBe(Clip.Length);
        server.Requests.Count.ShouldBe(1 + (Clip.Length - 10_000 + 19_999) / 20_000);
    }

    [Fact]
    public async Task A_server_without_ranges_is_asked_from_the_start()
    {
        await using var server = await VideoServer.StartAsync();
        await using var host = await ArchiverHost.StartAsync();
        var tries = 0;

        await host.SendAsync(host.Command(server.Answer("/a.mp4", async context =>
        {
            context.Response.ContentLength = Clip.Length;
            context.Response.Headers.ETag = "\"x\"";
            var bytes = ++tries < 3 ? Clip.Length / 2 : Clip.Length;
            await context.Response.Body.WriteAsync(Clip.AsMemory(0, bytes));
        })));

        (await host.HeardAsync<VideoArchived>()).Video.Bytes.ShouldBe(Clip.Length);
    }

    [Fact]
    public async Task A_body_of_the_wrong_length_is_never_kept()
    {
        await using var server = await VideoServer.StartAsync();
        await using var host = await ArchiverHost.StartAsync();

        await host.SendAsync(host.Command(server.Answer("/a.mp4", async context =>
        {
            context.Response.ContentLength = Clip.Length + 1000;
            await context.Response.Body.WriteAsync(Clip);
        })));

        await host.FailedAsync("broke");
    }

    [Theory]
    [InlineData("x-oss-hash-crc64ecma")]
    [InlineData("Content-MD5")]
    public async Task Damaged_bytes_are_found_by_the_checksum_of_the_object_storage(string header)
    {
        await using var server = await VideoServer.StartAsync();
        await using var host = await ArchiverHost.StartAsync();
        var crc = Crc64.HashToUInt64(TransferChecksum.Xz, Clip);
        var damaged = (byte[])Clip.Clone();
        damaged[^2000] ^= 1;
        var tries = 0;

        await host.SendAsync(host.Command(server.Answer("/a.mp4", context =>
        {
            context.Response.Headers[header] = header == "Content-MD5" ? ClipMd5 : $"{crc}";
            return VideoServer.Whole(++tries < 3 ? damaged : Clip).ExecuteAsync(context);
        })));

        await host.HeardAsync<VideoArchived>();
        tries.ShouldBe(3);
        host.Logs.ToString().ShouldContain("their checksum differs");
    }

    [Fact]
    public async Task A_server_that_says_nothing_more_is_left()
    {
        await using var server = await VideoServer.StartAsync();
        await using var host = await ArchiverHost.StartAsync(new() { ["Archiver:StallTimeout"] = "00:00:00.500" });

        await host.SendAsync(host.Command(server.Answer("/a.mp4", async context =>
        {
            context.Response.ContentLength = Clip.Length;
            await context.Response.Body.WriteAsync(Clip.AsMemory(0, 1000));
            await context.Response.Body.FlushAsync();
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
        })));

        await host.FailedAsync("No byte came");
    }

    [Fact]
    public async Task A_server_that_is_out_of_order_is_asked_again_later()
    {
        await using var server = await VideoServer.StartAsync();
        await using var host = await ArchiverHost.StartAsync();
        var tries = 0;

        var command = await host.SendAsync(host.Command(server.Answer("/a.mp4", context =>
        {
            if (++tries > 2)
                return VideoServer.Whole(Clip).ExecuteAsync(context);
            context.Response.StatusCode = tries == 1 ? 503 : 429;
            return Task.CompletedTask;
        })));

        await host.HeardAsync<VideoArchived>();
        (await host.Archives.FindAsync(command.GenerationId)).ShouldNotBeNull().Tries.ShouldBe(2);
        host.Heard<RefreshResult>().ShouldBeEmpty();
    }

    private static RequestDelegate BreakEvery(int bytes) => async context =>
    {
        var from = context.Request.GetTypedHeaders().Range is { } range ? (int)range.Ranges.Single().From!.Value : 0;
        var length = Math.Min(bytes, Clip.Length - from);
        context.Response.Headers.ETag = $"\"{Clip.Length}\"";
        context.Response.ContentLength = Clip.Length - from;
        if (from > 0)
        {
            context.Response.StatusCode = 206;
            context.Response.Headers.ContentRange = $"bytes {from}-{Clip.Length - 1}/{Clip.Length}";
        }

        // Kestrel closes the connection of an answer that is too short; an abort could overtake the bytes.
        await context.Response.Body.WriteAsync(Clip.AsMemory(from, length));
    };
}
