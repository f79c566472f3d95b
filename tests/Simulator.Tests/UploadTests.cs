using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Wan.Simulator.Tests;

/// <summary>The vendor's temporary storage.</summary>
public sealed class UploadTests : IAsyncLifetime
{
    private static readonly byte[] Content = RandomNumberGenerator.GetBytes(100_000);

    private RunningSimulator simulator = null!;

    public async Task InitializeAsync() => simulator = await RunningSimulator.StartAsync();

    public Task DisposeAsync() => simulator.DisposeAsync().AsTask();

    [Fact]
    public async Task A_file_that_was_uploaded_can_be_referred_to_and_its_hash_stands_in_the_ledger()
    {
        var url = await UploadAsync(await PolicyAsync());

        (await OutcomeAsync(url)).ShouldBe("SUCCEEDED");

        var ledger = await simulator.LedgerAsync();
        var upload = ledger.GetProperty("uploads")[0];
        upload.GetProperty("url").GetString().ShouldBe(url);
        upload.GetProperty("sha256").GetString().ShouldBe(Convert.ToHexStringLower(SHA256.HashData(Content)));
        upload.GetProperty("bytes").GetInt64().ShouldBe(Content.Length);
        ledger.GetProperty("tasks")[0].GetProperty("files")[0].GetString().ShouldBe(url);
    }

    [Fact]
    public async Task One_that_never_was_or_is_too_old_or_without_the_header_makes_the_task_fail()
    {
        var url = await UploadAsync(await PolicyAsync());

        (await OutcomeAsync("oss://dashscope-instant/never/was.png")).ShouldBe("InvalidParameter.DataInspection");
        (await OutcomeAsync(url, header: false)).ShouldBe("InvalidParameter.DataInspection");

        simulator.Clock.Advance(48 * 3600);
        (await OutcomeAsync(url)).ShouldBe("InvalidParameter.DataInspection");
    }

    [Fact]
    public async Task It_is_of_one_account_and_model()
    {
        var ofOther = await UploadAsync(await PolicyAsync(key: "sk-second"));
        var ofSnapshot = await UploadAsync(await PolicyAsync(model: "wan2.7-r2v-2026-06-12"));

        (await OutcomeAsync(ofOther)).ShouldBe("InvalidParameter.DataInspection");
        (await OutcomeAsync(ofSnapshot)).ShouldBe("InvalidParameter.DataInspection");
    }

    [Fact]
    public async Task A_leave_runs_out_and_opens_its_own_folder_only()
    {
        var policy = await PolicyAsync();
        (await SendAsync(policy, key: "elsewhere/a.png")).ShouldBe((HttpStatusCode.Forbidden, "AccessDenied"));
        (await SendAsync(policy, signature: "wrong")).ShouldBe((HttpStatusCode.Forbidden, "SignatureDoesNotMatch"));
        (await SendAsync(policy)).Status.ShouldBe(HttpStatusCode.OK);
        (await SendAsync(policy)).ShouldBe((HttpStatusCode.Conflict, "FileAlreadyExists"));

        simulator.Clock.Advance(300);

        (await SendAsync(policy, key: $"{policy.GetProperty("upload_dir").GetString()}/b.png")).ShouldBe((HttpStatusCode.Forbidden, "AccessDenied"));
    }

    [Fact]
    public async Task A_leave_needs_a_key_an_action_and_a_model()
    {
        (await simulator.Http.GetAsync("/api/v1/uploads?action=getPolicy&model=nothing")).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await simulator.Http.GetAsync("/api/v1/uploads?model=wan2.7-r2v")).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        using var nobody = new HttpClient { BaseAddress = simulator.Http.BaseAddress };
        (await nobody.GetAsync("/api/v1/uploads?action=getPolicy&model=wan2.7-r2v")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task It_refuses_on_demand()
    {
        await simulator.FaultsAsync("""[{"kind":"upload_error","count":1},{"kind":"upload_policy_expired","count":1}]""");
        var policy = await PolicyAsync();

        (await SendAsync(policy)).ShouldBe((HttpStatusCode.ServiceUnavailable, "ServiceUnavailable"));
        (await SendAsync(policy)).ShouldBe((HttpStatusCode.Forbidden, "AccessDenied"));
        (await SendAsync(policy)).Status.ShouldBe(HttpStatusCode.OK);
    }

    private async Task<JsonElement> PolicyAsync(string key = "sk-first", string model = "wan2.7-r2v")
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/v1/uploads?action=getPolicy&model={model}");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        using var response = await simulator.Http.SendAsync(request);
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        return (await RunningSimulator.ReadAsync(response)).GetProperty("data");
    }

    private static async Task<string> UploadAsync(JsonElement policy)
    {
        (await SendAsync(policy)).Status.ShouldBe(HttpStatusCode.OK);
        return $"oss://{policy.GetProperty("upload_dir").GetString()}/a.png";
    }

    private static async Task<(HttpStatusCode Status, string Code)> SendAsync(JsonElement policy, string? key = null, string? signature = null)
    {
        using var form = new MultipartFormDataContent
        {
            { new StringContent(policy.GetProperty("oss_access_key_id").GetString()!), "OSSAccessKeyId" },
            { new StringContent(signature ?? policy.GetProperty("signature").GetString()!), "Signature" },
            { new StringContent(policy.GetProperty("policy").GetString()!), "policy" },
            { new StringContent(key ?? $"{policy.GetProperty("upload_dir").GetString()}/a.png"), "key" },
            { new ByteArrayContent(Content), "file", "a.png" },
        };
        using var http = new HttpClient();
        using var response = await http.PostAsync(policy.GetProperty("upload_host").GetString(), form);
        var text = await response.Content.ReadAsStringAsync();
        return (response.StatusCode, text.Contains("<Code>", StringComparison.Ordinal) ? text.Split("<Code>")[1].Split("</Code>")[0] : "");
    }

    private async Task<string> OutcomeAsync(string url, bool header = true)
    {
        var body = Bodies.Wan27(videos: 0);
        body["input"]!["media"]![0]!["url"] = url;
        using var request = RunningSimulator.SubmitRequest(body);
        if (header)
            request.Headers.Add("X-DashScope-OssResourceResolve", "enable");
        using var response = await simulator.Http.SendAsync(request);
        var id = (await RunningSimulator.ReadAsync(response)).GetProperty("output").GetProperty("task_id").GetString()!;
        simulator.Clock.Advance(11);
        var output = (await simulator.QueryAsync(id)).GetProperty("output");
        return output.TryGetProperty("code", out var code) ? code.GetString()! : output.GetProperty("task_status").GetString()!;
    }
}
