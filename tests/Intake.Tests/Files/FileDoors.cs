using System.Net.Http.Headers;
using Wan.Intake.Tests.Keys;

namespace Wan.Intake.Tests.Files;

/// <summary>Intake with its doors of files.</summary>
public abstract class FileDoors : IAsyncLifetime
{
    private protected IntakeApplication Intake { get; } = new(true, ("Files:MaxFiles", "20"), ("Files:MinFreeBytes", "1"));
    private protected HttpClient Http { get; private set; } = null!;

    public Task InitializeAsync()
    {
        Http = Intake.CreateClient();
        return Task.CompletedTask;
    }

    public async Task DisposeAsync() => await Intake.DisposeAsync();

    private protected static string Request(string file) =>
        $$$"""{"model":"wan2.7-r2v","input":{"prompt":"Image 1 waves","media":[{"type":"reference_image","url":"wan-file:{{{file}}}"}]}}""";

    private protected Task<Heard> RawAsync(byte[] bytes, string type = "application/octet-stream", string query = "", string? key = null) => SendAsync(bytes, type, query, key);

    private protected async Task<Heard> FormAsync(byte[] bytes, string name)
    {
        var file = new ByteArrayContent(bytes);
        file.Headers.TryAddWithoutValidation("Content-Disposition", $"form-data; name=\"file\"; filename=\"x.jpg\"; filename*=UTF-8''{Uri.EscapeDataString(name)}");
        using var form = new MultipartFormDataContent { file };
        using var answer = await Http.PostAsync(new Uri("/v1/files", UriKind.Relative), form);
        return new Heard(answer, await answer.Content.ReadAsStringAsync());
    }

    private protected async Task<Heard> SendAsync(byte[] bytes, string type, string query, string? key = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/v1/files{query}") { Content = new ByteArrayContent(bytes) };
        request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        if (key is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        using var answer = await Http.SendAsync(request);
        return new Heard(answer, await answer.Content.ReadAsStringAsync());
    }
}
