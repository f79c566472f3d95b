using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Wan.Contracts;
using Wan.Fixtures;
using Wan.Intake.Ledger;
using Wan.Storage;

namespace Wan.Intake.Tests.Ledger;

/// <summary>Requests of tenants, and how their generations end.</summary>
internal static class Orders
{
    /// <summary>What is held for one: 5 seconds to be made and at most 5 of reference video, at 0.6.</summary>
    public const decimal Most = 6;

    /// <summary>What a completed one costs: 8.3 seconds.</summary>
    public const decimal Paid = 4.98m;

    /// <summary>A request as JSON.</summary>
    public static string Body(string tenant, string prompt = "Video 1", string model = "wan2.7-r2v") => JsonSerializer.Serialize(new
    {
        model,
        tenant,
        input = new { prompt, media = new[] { new { type = "reference_video", url = "https://e.com/a.mp4" } } },
        parameters = new { resolution = "720P" },
    });

    /// <summary>Asks for a video.</summary>
    public static async Task<Placed> PlaceAsync(this IntakeApplication intake, string tenant, string? key = null, string? body = null, bool dryRun = false)
    {
        using var http = intake.CreateClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, dryRun ? "/v1/generations?dryRun=true" : "/v1/generations")
        {
            Content = new StringContent(body ?? Body(tenant), Encoding.UTF8, "application/json"),
        };
        if (key is not null)
            request.Headers.Add("Idempotency-Key", key);
        using var response = await http.SendAsync(request);
        return new Placed(intake, response.StatusCode, await response.Content.ReadFromJsonAsync<JsonElement>(), response.Headers.RetryAfter?.Delta);
    }

    /// <summary>Asks for many at once, of these in turns.</summary>
    public static async Task<IReadOnlyList<Placed>> PlaceManyAsync(IReadOnlyList<IntakeApplication> intakes, int count, string tenant) =>
        await Task.WhenAll(Enumerable.Range(0, count).Select(number => intakes[number % intakes.Count].PlaceAsync(tenant)));

    /// <summary>How far a tenant's limits are used.</summary>
    public static async Task<JsonElement> LimitsAsync(this IntakeApplication intake, string tenant)
    {
        using var http = intake.CreateClient();
        return await http.GetFromJsonAsync<JsonElement>($"/v1/limits?tenant={tenant}");
    }

    /// <summary>Waits until so many of a tenant's generations have not ended.</summary>
    public static Task WaitingAsync(this IntakeApplication intake, string tenant, int count) => Eventually.UntilAsync(
        async () => (await intake.Service<TenantLedgers>().StandingAsync(tenant, default)).Waiting == count, $"{count} of {tenant} to wait");

    /// <summary>The pages of a tenant, newest first.</summary>
    public static async Task<IReadOnlyList<LedgerPage>> PagesAsync(this IntakeApplication intake, string tenant) =>
        (await intake.Service<IDocuments<LedgerPage>>().PageAsync(new PageQuery { Limit = 1000, Tenant = tenant })).Items;

    /// <summary>It is made and archived.</summary>
    public static async Task CompleteAsync(this Placed placed, VideoUsage? usage = null)
    {
        var (bus, recorder, id) = (placed.Intake.Bus, placed.Intake.Recorder, placed.Id);
        await recorder.PublishedAsync<SubmitGeneration>(sent => sent.GenerationId == id);
        await bus.Publish(Samples.Submitted(id));
        await recorder.PublishedAsync<TrackTask>(sent => sent.GenerationId == id);
        await bus.Publish(Samples.Rendered(id) with { Usage = usage ?? new VideoUsage { InputVideoDuration = 3.3m, OutputVideoDuration = 5, Resolution = 720 } });
        await recorder.PublishedAsync<ArchiveVideo>(sent => sent.GenerationId == id);
        await bus.Publish(new VideoArchived { GenerationId = id, TaskId = "task", Video = Samples.Video });
        await recorder.PublishedAsync<GenerationCompleted>(sent => sent.GenerationId == id);
    }

    /// <summary>The vendor refuses it.</summary>
    public static async Task FailAsync(this Placed placed)
    {
        await placed.Intake.Recorder.PublishedAsync<SubmitGeneration>(sent => sent.GenerationId == placed.Id);
        await placed.Intake.Bus.Publish(new SubmissionRefused { GenerationId = placed.Id, Error = Samples.Error });
        await placed.Intake.Recorder.PublishedAsync<GenerationFailed>(sent => sent.GenerationId == placed.Id);
    }

    /// <summary>It is cancelled before it was submitted.</summary>
    public static async Task CancelAsync(this Placed placed)
    {
        await placed.Intake.Recorder.PublishedAsync<SubmitGeneration>(sent => sent.GenerationId == placed.Id);
        await placed.Intake.Bus.Publish(new SubmissionWithdrawn { GenerationId = placed.Id });
        await placed.Intake.Recorder.PublishedAsync<GenerationCancelled>(sent => sent.GenerationId == placed.Id);
    }

    /// <summary>The stored entry of it.</summary>
    public static async Task<LedgerEntry?> EntryAsync(this Placed placed, string tenant) =>
        (await placed.Intake.PagesAsync(tenant)).SelectMany(page => page.Entries).FirstOrDefault(entry => entry.Id == placed.Id);
}

/// <summary>How a request was answered.</summary>
internal sealed record Placed(IntakeApplication Intake, HttpStatusCode Status, JsonElement Answer, TimeSpan? RetryAfter)
{
    public bool IsAccepted => Status is HttpStatusCode.Accepted or HttpStatusCode.OK;

    public string Id => Answer.GetProperty("id").GetString()!;

    public IReadOnlyList<string> Codes => Answer.TryGetProperty("findings", out var findings)
        ? [.. findings.EnumerateArray().Select(finding => finding.GetProperty("code").GetString()!)]
        : [];
}
