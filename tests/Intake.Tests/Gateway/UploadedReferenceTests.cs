using System.Net;
using System.Text;
using Wan.Contracts;
using Wan.Fixtures;
using Wan.Intake.Tests.Files;
using Wan.Intake.Tests.Keys;

namespace Wan.Intake.Tests.Gateway;

/// <summary>Addresses that uploads in the vendor's manner gave, at every door that takes requests.</summary>
public sealed class UploadedReferenceTests : IAsyncLifetime
{
    private const string At27 = """{"model":"wan2.7-r2v","input":{"prompt":"Image 1 waves","media":[{"type":"reference_image","url":"*"}]}}""";

    // The address, the request with a star where the file is, and where of what is asked the file is then.
    private static readonly (string Path, string Body, string Pointer)[] Places =
    [
        (VendorClient.Submit, At27, "/input/media/0/url"),
        ("/v1/generations", At27, "/input/media/0/url"),
        ("/v1/videos", """{"model":"wan2.7-r2v","prompt":"Image 1 waves","input_reference":"*"}""", "/input/media/0/url"),
        ("/v1/videos", """{"model":"wan2.7-r2v","prompt":"Image 1 waves","input_reference":{"image_url":"*"}}""", "/input/media/0/url"),
        ("/v1/videos", """{"model":"wan2.7-r2v","prompt":"Image 1 waves","media":[{"type":"reference_image","url":"*"}]}""", "/input/media/0/url"),
        ("/v1/videos", """{"model":"wan2.6-r2v","prompt":"character1 waves","reference_urls":["*"]}""", "/input/reference_urls/0"),
    ];

    // As it was given, and in other spellings of the same.
    private static readonly Func<string, string>[] Spellings =
    [
        url => url,
        url => url.Replace("oss://wan-files/", "OSS://WAN-FILES/", StringComparison.Ordinal),
        url => url.Replace("/", "\\/", StringComparison.Ordinal),
        url => "\\u006fss" + url[3..],
        url => "OS\\u0053:\\/\\u002f\\u0057an-" + url["oss://wan-".Length..],
    ];

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
    public async Task One_is_the_file_that_was_uploaded_at_every_door_and_however_it_is_spelt()
    {
        var url = await http.UploadAsync(acme, "cat.png", SampleFiles.Png());
        var file = (await http.GetAsync(acme, "/v1/files")).Json.GetProperty("items")[0].GetProperty("url").GetString()!;

        foreach (var (path, body, _) in Places)
        {
            foreach (var spell in Spellings)
            {
                var heard = await AskAsync(acme, path, body.Replace("*", spell(url), StringComparison.Ordinal));

                heard.Answer.IsSuccessStatusCode.ShouldBeTrue($"{path} {body} {spell(url)}: {heard.Text}");
                var id = path == VendorClient.Submit ? heard.Output("task_id")! : heard.Text("id");
                var sent = Encoding.UTF8.GetString((await intake.Bodies.FindAsync(id))!);
                sent.ShouldContain($"\"{file}\"", customMessage: $"{path} {body} {spell(url)}");
                sent.ShouldNotContain("oss:", Case.Insensitive);
            }
        }
    }

    [Fact]
    public async Task One_that_is_no_upload_of_whoever_asks_is_refused_by_the_address_that_was_given()
    {
        var anothers = await http.UploadAsync(acme, "cat.png", SampleFiles.Png());
        var file = (await http.GetAsync(acme, "/v1/files")).Json.GetProperty("items")[0].GetProperty("id").GetString()!;

        foreach (var url in new[] { anothers, "oss://wan-files/0/never.png", anothers.ToUpperInvariant() })
        {
            foreach (var (path, body, pointer) in Places)
            {
                var heard = await AskAsync(other, path, body.Replace("*", url, StringComparison.Ordinal));

                heard.Status.ShouldBe(path == VendorClient.Submit ? HttpStatusCode.BadRequest : HttpStatusCode.UnprocessableEntity, heard.Text);
                heard.Text.ShouldContain("file.not_found", customMessage: path);
                heard.Text.ShouldContain($"There is no upload {url}:", customMessage: path);
                heard.Text.ShouldNotContain(file);
                if (path != "/v1/videos")
                    heard.Text.ShouldContain(pointer);
            }
        }

        (await intake.CountAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task One_that_comes_by_the_bus_is_refused_since_nobody_is_known_there_who_uploads()
    {
        var url = await http.UploadAsync(acme, "cat.png", SampleFiles.Png());

        await intake.Bus.Publish(new GenerateVideo
        {
            Model = "wan2.7-r2v", Tenant = "acme", Input = new() { Prompt = "Image 1 waves", Media = [new MediaReference { Type = "reference_image", Url = url }] },
        });

        var rejected = await intake.Recorder.PublishedAsync<GenerationRejected>();
        var finding = rejected.Findings.ShouldHaveSingleItem();
        (finding.Code, finding.Pointer).ShouldBe(("file.not_found", "/input/media/0/url"));
        finding.Message.ShouldContain(url);
    }

    [Fact]
    public async Task One_where_no_file_is_looked_at_is_told_to_be_there_and_does_not_reach_the_vendor()
    {
        var url = await http.UploadAsync(acme, "cat.png", SampleFiles.Png());
        foreach (var address in new[] { url, "oss://wan-files/0/never.png", "\\u004fss://wan-files/0/never.png" })
        {
            var heard = await AskAsync(acme, "/v1/generations", At27.Replace("\"*\"}]", $"\"https://e.com/a.png\"}}],\"deep\":{{\"er\":[[\"{address}\"]]}}", StringComparison.Ordinal));

            (heard.Status, heard.Code).ShouldBe((HttpStatusCode.UnprocessableEntity, "file.misplaced"), heard.Text);
        }
    }

    private Task<Heard> AskAsync(string key, string path, string body) => http.AskAsync(key, HttpMethod.Post, path, body, ("X-DashScope-Async", "enable"));
}
