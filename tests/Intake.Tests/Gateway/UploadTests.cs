using System.Net;
using System.Text;
using System.Text.Json;
using Wan.Intake.Tests.Files;
using Wan.Intake.Tests.Keys;
using Wan.Storage.Files;

namespace Wan.Intake.Tests.Gateway;

/// <summary>Files that are uploaded in the vendor's manner, and requests that name them.</summary>
public sealed class UploadTests : IAsyncLifetime
{
    private readonly IntakeApplication intake = new(true, ("Files:MinFreeBytes", "1"));
    private HttpClient http = null!;
    private string acme = null!, other = null!;

    public async Task InitializeAsync()
    {
        http = intake.CreateClient();
        (acme, other) = (await intake.AddKeyAsync("acme"), await intake.AddKeyAsync("other"));
    }

    public async Task DisposeAsync() => await intake.DisposeAsync();

    [Fact]
    public async Task A_file_is_uploaded_and_a_request_names_it()
    {
        var leave = await LeaveAsync(acme);
        var (first, second) = (await PutAsync(leave, "cat.png", SampleFiles.Png()), await PutAsync(leave, "dog.jpg", SampleFiles.Jpeg()));

        (first.Status, first.Text).ShouldBe((HttpStatusCode.OK, ""));
        second.Status.ShouldBe(HttpStatusCode.OK);
        leave.GetProperty("upload_host").GetString().ShouldBe("http://localhost/api/v1/uploads");
        (leave.GetProperty("max_file_size_mb").GetInt32(), leave.GetProperty("expire_in_seconds").GetInt32()).ShouldBe((100, 300));
        var files = (await http.GetAsync(acme, "/v1/files")).Json.GetProperty("items").EnumerateArray().ToDictionary(file => file.GetProperty("name").GetString()!, file => file.GetProperty("url").GetString()!);
        var sent = await SentAsync(acme, Url(leave, "cat.png"), Url(leave, "dog.jpg"));
        sent.ShouldContain($"\"{files["cat.png"]}\"");
        sent.ShouldContain($"\"{files["dog.jpg"]}\"");
    }

    [Fact]
    public async Task The_same_bytes_under_two_names_are_one_file()
    {
        var (first, second) = (await LeaveAsync(acme), await LeaveAsync(acme));
        await PutAsync(first, "cat.png", SampleFiles.Png());
        await PutAsync(second, "another.png", SampleFiles.Png());

        (await intake.Service<IFileContents>().IdsAsync("", 10)).Count.ShouldBe(1);
        (await SentAsync(acme, Url(first, "cat.png"))).ShouldBe(await SentAsync(acme, Url(second, "another.png")));
    }

    [Fact]
    public async Task A_name_is_given_once_but_for_the_same_bytes()
    {
        var leave = await LeaveAsync(acme);
        await PutAsync(leave, "cat.png", SampleFiles.Png());

        (await PutAsync(leave, "cat.png", SampleFiles.Png())).Status.ShouldBe(HttpStatusCode.OK); // Whose answer was lost.
        var refused = await PutAsync(leave, "cat.png", SampleFiles.Png(800));

        (refused.Status, refused.Text("code")).ShouldBe((HttpStatusCode.Conflict, "FileAlreadyExists"));
    }

    [Fact]
    public async Task Anothers_upload_is_there_as_little_as_one_that_never_was()
    {
        var leave = await LeaveAsync(acme);
        await PutAsync(leave, "cat.png", SampleFiles.Png());
        var file = (await http.GetAsync(acme, "/v1/files")).Json.GetProperty("items")[0].GetProperty("id").GetString()!;

        foreach (var url in new[] { Url(leave, "cat.png"), "oss://wan-files/0/never.png" })
        {
            var heard = await http.SubmitAsync(other, Request(url));
            (heard.Status, heard.Text("code")).ShouldBe((HttpStatusCode.BadRequest, "InvalidParameter"), heard.Text);
            heard.Text("message").ShouldContain("file.not_found at /input/media/0/url");
            heard.Text("message").ShouldContain(url);
            heard.Text("message").ShouldNotContain(file);
        }

        (await SentAsync(await intake.AddOperatorAsync("acme"), Url(leave, "cat.png"))).ShouldContain(file);
    }

    [Theory]
    [InlineData("oss://dashscope-instant/abc/2026-11-30/cat.png")]
    [InlineData("https://example.com/oss://wan-files/cat.png")]
    public async Task An_address_that_is_not_ours_passes_on(string url) => (await SentAsync(acme, url)).ShouldContain($"\"{url}\"");

    [Fact]
    public async Task A_prompt_is_a_text_whatever_it_says_and_an_escaped_address_is_one()
    {
        var leave = await LeaveAsync(acme);
        await PutAsync(leave, "cat.png", SampleFiles.Png());
        var url = Url(leave, "cat.png");

        var sent = await SentBodyAsync(acme, Request(url.Replace("/", "\\/", StringComparison.Ordinal)).Replace("Image 1 waves", url, StringComparison.Ordinal));

        sent.ShouldContain($"\"prompt\":\"{url}\"");
        sent.ShouldContain("\"wan-file:");
    }

    [Fact]
    public async Task Only_what_was_allowed_is_taken()
    {
        var leave = await LeaveAsync(acme);
        var theirs = await LeaveAsync(other);
        var png = SampleFiles.Png();

        await RefusesAsync(PutAsync(leave, "cat.png", png, policy: theirs.GetProperty("policy").GetString()), 403, "SignatureDoesNotMatch");
        await RefusesAsync(PutAsync(leave, "cat.png", png, policy: Convert.ToBase64String(Encoding.UTF8.GetBytes("9999999999999\nother\nwan-files/0"))), 403, "SignatureDoesNotMatch");
        await RefusesAsync(PutAsync(leave, "cat.png", png, policy: ""), 403, "SignatureDoesNotMatch");
        await RefusesAsync(PutAsync(leave, "cat.png", png, key: $"{theirs.GetProperty("upload_dir").GetString()}/cat.png"), 403, "AccessDenied");
        await RefusesAsync(PutAsync(leave, "", png), 403, "AccessDenied");
        await RefusesAsync(PutAsync(leave, "cat.png", null), 400, "InvalidArgument");
        await RefusesAsync(PutAsync(leave, "cat.jpg", png), 400, "InvalidParameter", "file.other_type");
        await RefusesAsync(PutAsync(leave, "cat.gif", "GIF89a and so on"u8.ToArray()), 400, "InvalidParameter", "file.unknown_type");
        await RefusesAsync(PutAsync(leave, "cat.png", png[..^5]), 400, "InvalidParameter", "file.damaged");
        await RefusesAsync(PutAsync(leave, "cat.png", [.. png, .. new byte[20 * 1024 * 1024]]), 400, "BadRequest.TooLarge", "file.too_large");
        await RefusesAsync(http.PostAsync(null, VendorClient.Uploads, "{}"), 400, "MalformedPOSTRequest");
        (await http.GetAsync(acme, "/v1/files")).Json.GetProperty("items").GetArrayLength().ShouldBe(0);

        intake.Clock.Move(TimeSpan.FromSeconds(301));
        await RefusesAsync(PutAsync(leave, "cat.png", png), 403, "AccessDenied", "Policy expired.");
        (await intake.Service<IFileContents>().IdsAsync("", 10)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("key", "wan-files/\u00ff.png", "UTF-8")]
    [InlineData("Key", "", "twice")]
    [InlineData("POLICY", "", "twice")]
    public async Task A_form_that_can_mean_two_things_is_refused(string name, string text, string words)
    {
        var leave = await LeaveAsync(acme);
        var good = Encoding.Latin1.GetString(SampleFiles.Png());
        var fields = new[]
        {
            ("policy", leave.GetProperty("policy").GetString()!), ("Signature", leave.GetProperty("signature").GetString()!), (name == "key" ? "x" : "key", $"{leave.GetProperty("upload_dir").GetString()}/cat.png"), (name, text),
        };
        using var form = new ByteArrayContent(Encoding.Latin1.GetBytes(
            $"{string.Concat(fields.Select(field => $"--b\r\nContent-Disposition: form-data; name=\"{field.Item1}\"\r\n\r\n{field.Item2}\r\n"))}--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\n{good}\r\n--b--\r\n"));
        form.Headers.TryAddWithoutValidation("Content-Type", "multipart/form-data; boundary=b");

        using var answer = await http.PostAsync(new Uri(VendorClient.Uploads, UriKind.Relative), form);

        await RefusesAsync(Task.FromResult(new Heard(answer, await answer.Content.ReadAsStringAsync())), 400, "MalformedPOSTRequest", words);
        (await http.GetAsync(acme, "/v1/files")).Json.GetProperty("items").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task A_compressed_form_is_refused()
    {
        using var form = new ByteArrayContent([0x1F, 0x8B, 8, 0]);
        form.Headers.TryAddWithoutValidation("Content-Type", "multipart/form-data; boundary=b");
        form.Headers.ContentEncoding.Add("gzip");

        using var answer = await http.PostAsync(new Uri(VendorClient.Uploads, UriKind.Relative), form);

        await RefusesAsync(Task.FromResult(new Heard(answer, await answer.Content.ReadAsStringAsync())), 400, "InvalidParameter", "header.content_encoding");
    }

    [Fact]
    public async Task A_leave_is_good_no_longer_than_the_key_that_it_was_given_to()
    {
        var (operators, png) = (await intake.AddOperatorAsync(), SampleFiles.Png());
        var (revoked, expires) = (await intake.AddKeyAsync("acme"), await intake.AddKeyAsync("acme", expiresIn: 60));
        var (first, second, third) = (await LeaveAsync(revoked), await LeaveAsync(expires), await LeaveAsync(acme));
        (await PutAsync(first, "cat.png", png)).Status.ShouldBe(HttpStatusCode.OK);

        (await http.AskAsync(operators, HttpMethod.Delete, $"/v1/keys/{revoked.Split('_')[1]}")).Status.ShouldBe(HttpStatusCode.NoContent);
        intake.Clock.Move(TimeSpan.FromSeconds(61));

        await RefusesAsync(PutAsync(first, "dog.png", png), 403, "AccessDenied", "was revoked");
        await RefusesAsync(PutAsync(second, "dog.png", png), 403, "AccessDenied", "its time is over");
        (await PutAsync(third, "dog.png", png)).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_leave_is_for_a_model_of_ours()
    {
        foreach (var (query, words) in new[] { ("?action=getPolicy&model=qwen-max", "Model not exist."), ("?action=getPolicy", "Model not exist."), ("?model=wan2.7-r2v", "Required parameter(action)") })
            await RefusesAsync(http.GetAsync(acme, VendorClient.Uploads + query), 400, "InvalidParameter", words);
    }

    [Fact]
    public async Task A_leave_needs_a_key_that_may_create()
    {
        await RefusesAsync(http.GetAsync(await intake.AddKeyAsync("acme", ["read"]), $"{VendorClient.Uploads}?action=getPolicy&model=wan2.7-r2v"), 403, "AccessDenied");
        await RefusesAsync(http.GetAsync(null, $"{VendorClient.Uploads}?action=getPolicy&model=wan2.7-r2v"), 401, "InvalidApiKey");
    }

    private static string Url(JsonElement leave, string name) => $"oss://{leave.GetProperty("upload_dir").GetString()}/{name}";

    private static string Request(params string[] urls) =>
        $$$"""{"model":"wan2.7-r2v","input":{"prompt":"Image 1 waves","media":[{{{string.Join(',', urls.Select(url => $$"""{"type":"reference_image","url":"{{url}}"}"""))}}}]}}""";

    private static async Task RefusesAsync(Task<Heard> asked, int status, string code, string words = "")
    {
        var heard = await asked;
        ((int)heard.Status, heard.Text("code")).ShouldBe((status, code), heard.Text);
        heard.Text("message").ShouldContain(words);
    }

    private async Task<JsonElement> LeaveAsync(string key)
    {
        var heard = await http.GetAsync(key, $"{VendorClient.Uploads}?action=getPolicy&model=wan2.7-r2v");
        heard.Status.ShouldBe(HttpStatusCode.OK, heard.Text);
        return heard.Json.GetProperty("data");
    }

    // As the SDK: all of the leave, and the file last. No key is shown.
    private async Task<Heard> PutAsync(JsonElement leave, string name, byte[]? file, string? policy = null, string? key = null)
    {
        using var form = new MultipartFormDataContent();
        Add("OSSAccessKeyId", Of("oss_access_key_id"));
        Add("Signature", Of("signature"));
        Add("policy", policy ?? Of("policy"));
        Add("x-oss-object-acl", Of("x_oss_object_acl"));
        Add("x-oss-forbid-overwrite", Of("x_oss_forbid_overwrite"));
        Add("key", key ?? $"{Of("upload_dir")}/{name}");
        Add("success_action_status", "200");
        if (file is not null)
            form.Add(new ByteArrayContent(file), "file", "whatever");
        using var answer = await http.PostAsync(new Uri(VendorClient.Uploads, UriKind.Relative), form);
        return new Heard(answer, await answer.Content.ReadAsStringAsync());

        string Of(string member) => leave.GetProperty(member).GetString()!;
        void Add(string member, string value) => form.Add(new StringContent(value), member);
    }

    // What would be sent to the vendor.
    private Task<string> SentAsync(string key, params string[] urls) => SentBodyAsync(key, Request(urls));

    private async Task<string> SentBodyAsync(string key, string body)
    {
        var heard = await http.SubmitAsync(key, body);
        heard.Status.ShouldBe(HttpStatusCode.OK, heard.Text);
        return Encoding.UTF8.GetString((await intake.Bodies.FindAsync(heard.Output("task_id")!))!);
    }
}
