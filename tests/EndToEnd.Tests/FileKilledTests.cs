using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json;
using Wan.Fixtures;

namespace Wan.EndToEnd.Tests;

/// <summary>Killed (SIGKILL) while a file is taken in, and while it is uploaded to the vendor: it is there whole or not at all, and nothing is paid twice.</summary>
[Collection("rabbitmq 3")]
public sealed class FileKilledTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    [Fact]
    public async Task Killed_at_every_step_from_the_disk_to_the_vendor_it_has_each_file_whole_and_pays_each_generation_once()
    {
        await using var installation = await Installation.StartInOneProcessAsync(runningTasks: 5);
        var standalone = installation["Standalone"];
        using var http = new HttpClient { BaseAddress = standalone.Address };
        foreach (var step in new[] { "intake.file_received", "intake.file_kept" })
        {
            var bytes = Picture();
            await RestartAsync(standalone, new CheckpointSignal(step));
            await Should.ThrowAsync<HttpRequestException>(() => UploadAsync(http, bytes));
            await standalone.WaitUntilEndedAsync();
            await RestartAsync(standalone, null);

            (await http.GetFromJsonAsync<JsonElement>("/v1/files")).GetProperty("items").EnumerateArray().ShouldAllBe(file => file.GetProperty("sha256").GetString() != Hash(bytes));
            var id = await UploadAsync(http, bytes);
            (await http.GetByteArrayAsync(new Uri($"/v1/files/{id}/content", UriKind.Relative))).ShouldBe(bytes);
        }

        var files = new Dictionary<string, byte[]>();
        foreach (var step in new[] { "submitter.uploaded", "submitter.prepared", "submitter.reserved" })
        {
            var bytes = Picture();
            var file = await UploadAsync(http, bytes);
            await RestartAsync(standalone, new CheckpointSignal(step));
            files[await PlaceAsync(http, file, step)] = bytes;
            await standalone.WaitUntilEndedAsync();
            await RestartAsync(standalone, null);
            await installation.Door.WaitForEndsAsync([.. files.Keys], Patience, installation.Tails);
        }

        var ledger = await http.GetFromJsonAsync<JsonElement>(new Uri(installation.Vendor.Address, "/simulator/ledger"));
        var uploads = ledger.GetProperty("uploads").EnumerateArray().ToDictionary(upload => upload.GetProperty("url").GetString()!, upload => upload.GetProperty("sha256").GetString());
        var tasks = ledger.GetProperty("tasks").EnumerateArray().ToList();
        tasks.Select(task => task.GetProperty("prompt").GetString()).ShouldBeUnique();
        tasks.Select(task => uploads[task.GetProperty("files")[0].GetString()!]).ShouldBeSubsetOf(files.Values.Select(Hash));
    }

    // The least that is an image of 640 x 480, and no other's.
    private static byte[] Picture() => [0xFF, 0xD8, 0xFF, 0xC0, 0, 11, 8, 1, 0xE0, 2, 0x80, 1, 0, 0, 0, 0xFF, 0xDA, 0, 2, 1, 2, 3, 0xFF, 0xD9, .. RandomNumberGenerator.GetBytes(200_000)];

    private static string Hash(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    private static async Task RestartAsync(ServiceProcess process, CheckpointSignal? signal)
    {
        if (process.IsRunning)
            await process.KillAsync();
        process.SignalsItselfAt = signal;
        await process.StartAsync();
    }

    private static async Task<string> UploadAsync(HttpClient http, byte[] bytes)
    {
        using var content = new ByteArrayContent(bytes);
        using var answer = await http.PostAsync(new Uri("/v1/files", UriKind.Relative), content);
        answer.StatusCode.ShouldBe(HttpStatusCode.Created, await answer.Content.ReadAsStringAsync());
        return (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString()!;
    }

    private static async Task<string> PlaceAsync(HttpClient http, string file, string step)
    {
        using var answer = await http.PostAsJsonAsync("/v1/generations", new
        {
            model = "wan2.6-r2v-flash",
            input = new { prompt = $"character1 waves before {step}", reference_urls = new[] { $"wan-file:{file}" } },
            parameters = new { size = "1280*720", duration = 2 },
        });
        answer.StatusCode.ShouldBe(HttpStatusCode.Accepted, await answer.Content.ReadAsStringAsync());
        return (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString()!;
    }
}
