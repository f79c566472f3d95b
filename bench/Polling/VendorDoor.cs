using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Wan.Bench.Polling;

/// <summary>One account's calls to the simulated vendor, as any client would make them.</summary>
internal sealed class VendorDoor : IDisposable
{
    public const string Model = "wan2.7-r2v";

    private const string Body =
        """{"model":"wan2.7-r2v","input":{"prompt":"Image 1 dances.","media":[{"type":"reference_image","url":"https://example.com/a.png"}]},"parameters":{"resolution":"720P","duration":5}}""";

    private readonly HttpClient http;

    public VendorDoor(Uri vendor, string account)
    {
        http = new HttpClient { BaseAddress = new Uri(vendor, "/api/v1/") };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", PollingSettings.KeyOf(account));
    }

    /// <summary>Makes a task.</summary>
    /// <returns>Its id.</returns>
    public async Task<string> SubmitAsync()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "services/aigc/video-generation/video-synthesis")
        {
            Content = new StringContent(Body, Encoding.UTF8, "application/json"),
        };
        request.Headers.Add("X-DashScope-Async", "enable");
        using var response = await http.SendAsync(request);
        response.EnsureSuccessStatusCode();
        using var answer = JsonDocument.Parse(await response.Content.ReadAsStreamAsync());
        return answer.RootElement.GetProperty("output").GetProperty("task_id").GetString()!;
    }

    /// <summary>Asks for a task.</summary>
    /// <returns>The vendor's word for its state; null if the vendor refused the query.</returns>
    public async Task<string?> QueryAsync(string task)
    {
        using var response = await http.GetAsync(new Uri($"tasks/{task}", UriKind.Relative));
        if (!response.IsSuccessStatusCode)
            return null;
        using var answer = JsonDocument.Parse(await response.Content.ReadAsStreamAsync());
        return answer.RootElement.GetProperty("output").GetProperty("task_status").GetString();
    }

    public void Dispose() => http.Dispose();
}
