using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace Wan.Standalone.Tests.Gateway.Conformance;

/// <summary>Files are uploaded by the gateway's leave as by the vendor's.</summary>
[Collection(GatewayTogether.Name)]
public sealed class UploadConformanceTests(GatewayStandalone standalone) : IDisposable
{
    private readonly HttpClient http = new();

    public void Dispose() => http.Dispose();

    [Fact]
    public async Task A_form_is_answered_as_the_vendors_storage_answers_it()
    {
        var forms = new (string Name, Action<Dictionary<string, string>> Change, byte[]? File)[]
        {
            ("right", _ => { }, TestFiles.Picture()),
            ("right, by the same leave", form => form["key"] += "-2", TestFiles.Picture()),
            ("by another signature", form => form["Signature"] = "AAAA", TestFiles.Picture()),
            ("by another policy", form => form["policy"] = Convert.ToBase64String(Encoding.UTF8.GetBytes("{}")), TestFiles.Picture()),
            ("into another folder", form => form["key"] = "elsewhere/a.jpg", TestFiles.Picture()),
            ("out of the folder", form => form["key"] = form["key"].Replace("/a.jpg", "/../a.jpg", StringComparison.Ordinal), TestFiles.Picture()),
            ("without a file", _ => { }, null),
            ("empty", form => form["key"] += "-3", []),
        };
        var wrong = new List<string>();
        var (vendor, gateway) = (await LeaveAsync(standalone.Vendor), await LeaveAsync(standalone.Gateway));
        foreach (var (name, change, file) in forms)
        {
            var problem = Difference.Check(name, await UploadAsync(vendor, change, file), await UploadAsync(gateway, change, file), Differences.OfForms);
            wrong.AddRange(problem is null ? [] : [problem]);
        }

        wrong.ShouldBeEmpty(string.Join('\n', wrong));
    }

    private async Task<JsonElement> LeaveAsync(DashScopeTarget target)
    {
        using var request = new Exchange("leave", "GET", $"uploads?action=getPolicy&model={GatewayStandalone.Quick26}").To(target, new Dictionary<string, string>());
        using var answer = await http.SendAsync(request);
        answer.IsSuccessStatusCode.ShouldBeTrue(await answer.Content.ReadAsStringAsync());
        return (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("data");
    }

    private async Task<IReadOnlyList<string>> UploadAsync(JsonElement leave, Action<Dictionary<string, string>> change, byte[]? file)
    {
        var fields = new Dictionary<string, string>
        {
            ["OSSAccessKeyId"] = Text("oss_access_key_id"), ["Signature"] = Text("signature"), ["policy"] = Text("policy"), ["x-oss-object-acl"] = Text("x_oss_object_acl"),
            ["x-oss-forbid-overwrite"] = Text("x_oss_forbid_overwrite"), ["key"] = $"{Text("upload_dir")}/a.jpg", ["success_action_status"] = "200",
        };
        change(fields);
        using var form = new MultipartFormDataContent();
        foreach (var (name, value) in fields)
            form.Add(new StringContent(value), $"\"{name}\"");
        if (file is not null)
            form.Add(new ByteArrayContent(file), "\"file\"", "\"a.jpg\"");
        using var answer = await http.PostAsync(new Uri(Text("upload_host")), form);
        return await AnswerShape.ReadAsync(answer);

        string Text(string name) => leave.GetProperty(name).GetString()!;
    }
}
