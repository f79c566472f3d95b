using System.Net.Http.Json;
using System.Text.Json;
using Wan.Fixtures;
using Wan.Fixtures.Hosts;
using Wan.Intake;
using Wan.Intake.Changes;
using Wan.Storage;

namespace Wan.Notifier.Tests;

/// <summary>A real Intake beside Notifier. Nobody makes videos: a generation is accepted, or cancelled.</summary>
internal sealed class IntakeHost : ServiceHost<ChangesReader>
{
    private const string Request = """{"model":"wan2.7-r2v","input":{"prompt":"Image 1 waves","media":[{"type":"reference_image","url":"https://example.com/a.png"}]}""";

    private readonly HttpClient http = new();

    private IntakeHost(TemporaryFolder folder, (string Key, string Value)[] settings) : base(folder) => Set(settings);

    /// <summary>The doors.</summary>
    public HttpClient Http => http;

    public IDocuments<Generation> Generations => Service<IDocuments<Generation>>();

    public static async Task<IntakeHost> StartAsync(TemporaryFolder folder, params (string Key, string Value)[] settings)
    {
        var host = await StartAsync(new IntakeHost(folder, [("Intake:PublicUrl", "https://wan.example.com"), ("Notifier:AllowedNetworks:0", "127.0.0.0/8"), .. settings]));
        host.http.BaseAddress = host.Address;
        return host;
    }

    /// <summary>Asks for a video.</summary>
    public async Task<string> PlaceAsync(string? more = null, string? key = null)
    {
        var answer = await AskAsync(HttpMethod.Post, "/v1/generations", $"{Request}{(more is null ? "" : $",{more}")}}}", key);
        return answer.GetProperty("id").GetString()!;
    }

    /// <summary>Has one end as it would if everything had been done, and nobody told.</summary>
    public async Task EndAsync(string id, string state = "Completed") => (await Generations.ChangeAsync(id, generation =>
    {
        var now = Clock.GetUtcNow();
        (generation.CurrentState, generation.DueAt) = (state, null);
        generation.Note(now, state.ToLowerInvariant());
        Intake.Events.StateChanges.Note(generation, now);
        return true;
    })).ShouldNotBeNull();

    /// <summary>Asks at a door, and reads what it answers.</summary>
    public async Task<JsonElement> AskAsync(HttpMethod method, string path, string? body = null, string? key = null)
    {
        using var answer = await SendAsync(method, path, body, key);
        var text = await answer.Content.ReadAsStringAsync();
        answer.IsSuccessStatusCode.ShouldBeTrue($"{(int)answer.StatusCode} {text}");
        return text.Length == 0 ? default : JsonSerializer.Deserialize<JsonElement>(text);
    }

    /// <summary>Asks at a door.</summary>
    public async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, string? body = null, string? key = null)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null)
            request.Content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        if (key is not null)
            request.Headers.Authorization = new("Bearer", key);
        return await http.SendAsync(request);
    }

    /// <summary>Makes a key.</summary>
    public async Task<string> KeyAsync(string tenant, string? by = null, params string[] scopes) =>
        (await AskAsync(HttpMethod.Post, "/v1/keys", JsonSerializer.Serialize(new { name = $"{tenant} {string.Join(' ', scopes)}", tenant, scopes }), by)).GetProperty("key").GetString()!;

    public override async ValueTask DisposeAsync()
    {
        http.Dispose();
        await base.DisposeAsync();
    }
}
