using Wan.Intake.Tests.Keys;

namespace Wan.Intake.Tests.Gateway;

/// <summary>Asks as the vendor's clients do.</summary>
internal static class VendorClient
{
    public const string Submit = "/api/v1/services/aigc/video-generation/video-synthesis", Tasks = "/api/v1/tasks", Uploads = "/api/v1/uploads";

    public const string Body = """{"model":"wan2.7-r2v","input":{"prompt":"Image 1 waves","media":[{"type":"reference_image","url":"https://example.com/a.png"}]},"parameters":{"resolution":"720P","duration":5}}""";

    /// <summary>Asks for a video.</summary>
    public static Task<Heard> SubmitAsync(this HttpClient http, string? key = null, string body = Body, params (string Name, string Value)[] headers) =>
        http.AskAsync(key, HttpMethod.Post, Submit, body, [("X-DashScope-Async", "enable"), .. headers]);

    /// <summary>Asks how a task stands, which is answered 200.</summary>
    public static async Task<Heard> TaskAsync(this HttpClient http, string id, string? key = null)
    {
        var heard = await http.GetAsync(key, $"{Tasks}/{id}");
        heard.Status.ShouldBe(System.Net.HttpStatusCode.OK, heard.Text);
        heard.Json.GetProperty("request_id").GetString().ShouldNotBeNullOrEmpty();
        return heard;
    }

    /// <summary>Uploads a file as the SDK does: all of a leave, and the file last.</summary>
    /// <returns>Its address.</returns>
    public static async Task<string> UploadAsync(this HttpClient http, string key, string name, byte[] file)
    {
        var leave = (await http.GetAsync(key, $"{Uploads}?action=getPolicy&model=wan2.7-r2v")).Json.GetProperty("data");
        var place = $"{leave.GetProperty("upload_dir").GetString()}/{name}";
        using var form = new MultipartFormDataContent
        {
            { new StringContent(leave.GetProperty("signature").GetString()!), "Signature" }, { new StringContent(leave.GetProperty("policy").GetString()!), "policy" },
            { new StringContent(place), "key" }, { new ByteArrayContent(file), "file", "whatever" },
        };
        using var answer = await http.PostAsync(new Uri(Uploads, UriKind.Relative), form);
        answer.StatusCode.ShouldBe(System.Net.HttpStatusCode.OK, await answer.Content.ReadAsStringAsync());
        return $"oss://{place}";
    }

    /// <summary>A member of <c>output</c>; null where it is missing.</summary>
    public static string? Output(this Heard heard, string name) => heard.Json.GetProperty("output").TryGetProperty(name, out var member) ? member.GetString() : null;

    /// <summary>A member of the answer.</summary>
    public static string Text(this Heard heard, string name) => heard.Json.GetProperty(name).GetString()!;
}
