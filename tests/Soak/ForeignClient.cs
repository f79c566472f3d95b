using System.Net.Http.Headers;
using System.Net.Http.Json;

namespace Wan.Soak;

/// <summary>Somebody else with a key of the same account: the vendor's list shows their tasks among ours.</summary>
internal sealed class ForeignClient : IDisposable
{
    /// <summary>Its key.</summary>
    public const string Key = "foreign";

    /// <summary>Begins all of its prompts.</summary>
    public const string Subject = "Somebody else's";

    private readonly HttpClient http;

    public ForeignClient(Uri simulator)
    {
        http = new HttpClient { BaseAddress = simulator, Timeout = TimeSpan.FromSeconds(5) };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Key);
        http.DefaultRequestHeaders.Add("X-DashScope-Async", "enable");
    }

    /// <summary>Has a task made. Whether that goes well is their business.</summary>
    public async Task PostAsync(Order order)
    {
        try
        {
            using var answer = await http.PostAsJsonAsync(
                new Uri("/api/v1/services/aigc/video-generation/video-synthesis", UriKind.Relative), order.Body);
        }
        catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException)
        {
            // A fault of the vendor's.
        }
    }

    public void Dispose() => http.Dispose();
}
