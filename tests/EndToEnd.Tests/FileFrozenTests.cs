using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json;
using Wan.Fixtures;

namespace Wan.EndToEnd.Tests;

/// <summary>A Submitter that stands still (SIGSTOP) with a file on its way to the vendor, for longer than another one waits for it, and then goes on: each generation is paid once.</summary>
[Collection("rabbitmq 2")]
public sealed class FileFrozenTests(RabbitMqBroker broker)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    [Fact]
    public async Task Frozen_at_every_step_from_the_upload_to_the_POST_it_sends_nothing_that_another_has_sent_meanwhile()
    {
        var virtualHost = $"{await broker.CreateVirtualHostAsync()}?heartbeat=4";
        await using var installation = await Installation.StartAsync(virtualHost, new InstallationPlan
        {
            Submitters = 2,
            Later = "Submitter",
            Services = new Dictionary<string, string> { ["Submitter__Uploads__Lease"] = "00:00:03", ["Submitter__ClaimLease"] = "00:00:05" },
        });
        var submitters = installation.Replicas("Submitter");
        var (frozen, other) = (submitters[0], submitters[1]);
        using var http = new HttpClient { BaseAddress = installation["Intake"].Address };
        var ids = new List<string>();
        foreach (var step in new[] { "submitter.uploaded", "submitter.prepared", "submitter.reserved" })
        {
            frozen.SignalsItselfAt = new CheckpointSignal(step, Freezes: true);
            frozen.Start();
            ids.Add(await PlaceAsync(http, step));
            await frozen.WaitUntilFrozenAsync(Patience);

            await other.StartAsync();
            await installation.Door.WaitForEndsAsync(ids, Patience, installation.Tails);
            await other.KillAsync();
            frozen.Thaw();

            ids.Add(await PlaceAsync(http, $"after {step}")); // It goes on, and nobody else is there.
            await installation.Door.WaitForEndsAsync(ids, Patience, installation.Tails);
            await frozen.KillAsync();
        }

        var ledger = await http.GetFromJsonAsync<JsonElement>(new Uri(installation.Vendor.Address, "/simulator/ledger"));
        ledger.GetProperty("tasks").EnumerateArray().Select(task => task.GetProperty("prompt").GetString()).ShouldBeUnique();
        (await installation.Simulator.GetLedgerAsync()).Counters["submits"].ShouldBe(ids.Count);
        (await Task.WhenAll(ids.Select(installation.Door.GetAsync))).Select(generation => generation.Status).ShouldAllBe(status => status == "completed");
    }

    // Of the least that is an image of 640 x 480, and no other's.
    private static async Task<string> PlaceAsync(HttpClient http, string name)
    {
        byte[] picture = [0xFF, 0xD8, 0xFF, 0xC0, 0, 11, 8, 1, 0xE0, 2, 0x80, 1, 0, 0, 0, 0xFF, 0xDA, 0, 2, 1, 2, 3, 0xFF, 0xD9, .. RandomNumberGenerator.GetBytes(50_000)];
        using var content = new ByteArrayContent(picture);
        using var kept = await http.PostAsync(new Uri("/v1/files", UriKind.Relative), content);
        var file = (await kept.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("url").GetString()!;
        using var asked = await http.PostAsJsonAsync("/v1/generations", new
        {
            model = "wan2.6-r2v-flash", input = new { prompt = $"character1 waves, {name}", reference_urls = new[] { file } }, parameters = new { size = "1280*720", duration = 2 },
        });
        return (await asked.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString()!;
    }
}
