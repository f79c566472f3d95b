using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Wan.Hosting.Doors.Access;
using Wan.Intake.Keys;

namespace Wan.Intake.Tests.Keys;

/// <summary>Makes keys, and asks with them.</summary>
internal static class KeyHolder
{
    public const string Body = """{"model":"wan2.6-r2v","input":{"prompt":"character1 waves","reference_urls":["https://example.com/a.png"]}}""";

    /// <summary>Makes a key in the store, and has this process know of it at once.</summary>
    public static async Task<string> AddKeyAsync(this IntakeApplication intake, string tenant = "acme", IReadOnlyList<string>? scopes = null, double? expiresIn = null)
    {
        var wanted = new NewKey { Name = Guid.NewGuid().ToString(), Tenant = tenant, Scopes = scopes, ExpiresIn = expiresIn };
        var (key, token) = (await intake.Service<KeyBook>().AddAsync(wanted, CancellationToken.None))!.Value;
        intake.Service<KeyRing>().Changed(key.Id);
        return token;
    }

    /// <summary>An operator's, who may do everything.</summary>
    public static Task<string> AddOperatorAsync(this IntakeApplication intake, string tenant = "house") => intake.AddKeyAsync(tenant, Scopes.All);

    /// <summary>Puts a generation of a tenant into the store.</summary>
    public static async Task<Generation> AddGenerationAsync(this IntakeApplication intake, string tenant, string state = "completed", bool hasVideo = true)
    {
        var sample = Samples.Generation(state);
        var generation = new Generation
        {
            CorrelationId = sample.CorrelationId, CreatedAt = sample.CreatedAt, CurrentState = sample.CurrentState, Tenant = tenant, Model = sample.Model,
            Priority = sample.Priority, RequestHash = sample.RequestHash, Video = hasVideo ? Samples.Video : null,
        };
        (await intake.Generations.InsertAsync(generation)).ShouldBeTrue();
        return generation;
    }

    /// <summary>Asks with a key, or without.</summary>
    public static async Task<Heard> AskAsync(
        this HttpClient http, string? key, HttpMethod method, string path, string? body = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path);
        if (key is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        foreach (var (name, value) in headers)
            request.Headers.Add(name, value);
        if (body is not null)
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        return new(answer, answer.Content.Headers.ContentType?.MediaType == "text/event-stream" ? "" : await answer.Content.ReadAsStringAsync()); // A stream has no end.
    }

    /// <summary>The same by GET.</summary>
    public static Task<Heard> GetAsync(this HttpClient http, string? key, string path) => http.AskAsync(key, HttpMethod.Get, path);

    /// <summary>The same by POST.</summary>
    public static Task<Heard> PostAsync(this HttpClient http, string? key, string path, string? body = null) => http.AskAsync(key, HttpMethod.Post, path, body);
}

/// <summary>An answer, read to its end.</summary>
internal sealed record Heard(HttpResponseMessage Answer, string Text)
{
    public System.Net.HttpStatusCode Status => Answer.StatusCode;

    public JsonElement Json => JsonElement.Parse(Text);

    /// <summary>The code of its first finding, in whatever form that is told.</summary>
    public string? Code => Json.TryGetProperty("findings", out var findings) ? findings[0].GetProperty("code").GetString()
        : Json.TryGetProperty("error", out var error) && error.TryGetProperty("code", out var code) ? code.GetString()
        : null;

    /// <summary>Its text, with what differs from request to request taken out.</summary>
    public string Without(params string[] words)
    {
        var trace = Json.TryGetProperty("traceId", out var id) ? id.GetString()! : "no trace";
        return words.Append(trace).Aggregate(Text, (text, word) => text.Replace(word, "*", StringComparison.Ordinal));
    }
}
