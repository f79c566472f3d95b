using System.Net;
using System.Security.Cryptography;
using System.Text;
using Wan.Contracts;
using Wan.Intake.Files;
using Wan.Intake.Tests.Keys;
using Wan.Storage;
using Wan.Storage.Files;

namespace Wan.Intake.Tests.Files;

/// <summary>The doors of files: what they take, what they say of the rest, and who sees what.</summary>
public sealed class FileDoorTests : FileDoors
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_file_is_kept_as_it_came_and_told_by_its_content(bool asForm)
    {
        var bytes = SampleFiles.Jpeg();

        var heard = await (asForm ? FormAsync(bytes, "../../my\u202e photo\r\n.jpg") : RawAsync(bytes, "image/jpeg", "?name=..%2F..%2Fmy%20photo.jpg"));

        heard.Status.ShouldBe(HttpStatusCode.Created, heard.Text);
        var (file, id) = (heard.Json, heard.Json.GetProperty("id").GetString()!);
        heard.Answer.Headers.Location!.ToString().ShouldBe($"/v1/files/{id}");
        file.GetProperty("url").GetString().ShouldBe($"wan-file:{id}");
        (file.GetProperty("kind").GetString(), file.GetProperty("media_type").GetString(), file.GetProperty("width").GetInt32(), file.GetProperty("height").GetInt32())
            .ShouldBe(("image", "image/jpeg", 640, 480));
        file.GetProperty("sha256").GetString().ShouldBe(Convert.ToHexStringLower(SHA256.HashData(bytes)));
        file.GetProperty("name").GetString().ShouldBe("my photo.jpg");
        (await Http.GetAsync(null, $"/v1/files/{id.ToUpperInvariant()}")).Json.GetRawText().ShouldBe(file.GetRawText());
        (await Http.GetAsync(null, "/v1/files")).Json.GetProperty("items")[0].GetRawText().ShouldBe(file.GetRawText());

        using var content = await Http.GetAsync(new Uri($"/v1/files/{id}/content", UriKind.Relative));
        (await content.Content.ReadAsByteArrayAsync()).ShouldBe(bytes);
        content.Content.Headers.ContentDisposition!.DispositionType.ShouldBe("attachment");
        content.Headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"]);
        content.Content.Headers.ContentType!.MediaType.ShouldBe("application/octet-stream");
    }

    [Fact]
    public async Task The_same_bytes_are_the_same_file_of_a_tenant()
    {
        var first = await RawAsync(SampleFiles.Png());
        var again = await FormAsync(SampleFiles.Png(), "another.png");

        (first.Status, again.Status).ShouldBe((HttpStatusCode.Created, HttpStatusCode.OK));
        again.Json.GetProperty("id").GetString().ShouldBe(first.Json.GetProperty("id").GetString());
        (await Intake.Service<IFileContents>().IdsAsync("", 10)).Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("image/png", "", "file.other_type", HttpStatusCode.UnsupportedMediaType)]
    [InlineData("video/mp4", "", "file.other_type", HttpStatusCode.UnsupportedMediaType)]
    [InlineData("application/octet-stream", "?name=a.png", "file.other_type", HttpStatusCode.UnsupportedMediaType)]
    [InlineData("application/octet-stream", "?name=a.mp4", "file.other_type", HttpStatusCode.UnsupportedMediaType)]
    [InlineData("image/jpg", "?name=a.jpeg", null, HttpStatusCode.Created)]
    [InlineData("application/octet-stream", "?name=photo.of.me", null, HttpStatusCode.Created)]
    public async Task A_wrong_type_under_a_right_name_is_refused(string type, string query, string? code, HttpStatusCode status)
    {
        var heard = await RawAsync(SampleFiles.Jpeg(), type, query);

        heard.Status.ShouldBe(status, heard.Text);
        if (code is not null)
            heard.Code.ShouldBe(code);
    }

    [Fact]
    public async Task What_is_no_such_file_is_refused_and_nothing_stays()
    {
        foreach (var (bytes, code, status) in new (byte[], string, HttpStatusCode)[]
        {
            ("GIF89a and so on, which the vendor does not take"u8.ToArray(), "file.unknown_type", HttpStatusCode.UnsupportedMediaType),
            ("<svg onload=alert(1)>"u8.ToArray(), "file.unknown_type", HttpStatusCode.UnsupportedMediaType),
            ([], "file.empty", HttpStatusCode.UnprocessableEntity),
            (SampleFiles.Png()[..^5], "file.damaged", HttpStatusCode.UnprocessableEntity),
            (SampleFiles.Png(239, 239), "file.pixels", HttpStatusCode.UnprocessableEntity),
            (SampleFiles.Png(9000, 300), "file.ratio", HttpStatusCode.UnprocessableEntity),
            (SampleFiles.Wav(31), "file.length", HttpStatusCode.UnprocessableEntity),
            ([.. SampleFiles.Png(), .. new byte[20 * 1024 * 1024]], "file.too_large", HttpStatusCode.RequestEntityTooLarge),
        })
        {
            var heard = await RawAsync(bytes);
            (heard.Status, heard.Code).ShouldBe((status, code));
        }

        (await Intake.Service<IFileContents>().IdsAsync("", 10)).ShouldBeEmpty();
        Intake.Service<IFileContents>().DeleteDrafts(DateTimeOffset.MaxValue).ShouldBe(0);
    }

    [Theory]
    [InlineData(0, HttpStatusCode.Created)]
    [InlineData(1, HttpStatusCode.RequestEntityTooLarge)]
    public async Task A_video_of_a_hundred_megabytes_is_taken_and_a_byte_more_is_not(int more, HttpStatusCode status)
    {
        const int Most = 100 * 1024 * 1024;
        var (before, after) = SampleFiles.Mp4(5, 0);
        var data = Most - before.Length - after.Length + more;
        (before, after) = SampleFiles.Mp4(5, data);
        using var content = new StreamContent(new MemoryStream([.. before, .. new byte[data], .. after]));

        using var answer = await Http.PostAsync(new Uri("/v1/files", UriKind.Relative), content);

        answer.StatusCode.ShouldBe(status, await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task A_form_has_one_part_and_that_is_the_file()
    {
        using var thousand = new MultipartFormDataContent { { new ByteArrayContent(SampleFiles.Png()), "file", "a.png" } };
        for (var i = 0; i < 1000; i++)
            thousand.Add(new StringContent("x"), $"part{i}");
        using var other = new MultipartFormDataContent { { new StringContent("x"), "name" }, { new ByteArrayContent(SampleFiles.Png()), "file", "a.png" } };

        foreach (var form in new[] { thousand, other })
        {
            using var answer = await Http.PostAsync(new Uri("/v1/files", UriKind.Relative), form);
            answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
            (await answer.Content.ReadAsStringAsync()).ShouldContain("multipart.wrong");
        }

        var cut = await SendAsync("--x\r\nContent-Disposition: form-data; name=\"file\"\r\n\r\n\u0089PNG"u8.ToArray(), "multipart/form-data; boundary=x", "");
        cut.Status.ShouldBe(HttpStatusCode.BadRequest, cut.Text);
        (await Intake.Service<IFileContents>().IdsAsync("", 10)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Another_tenants_file_is_there_as_little_as_one_that_never_was()
    {
        var (acme, other, operators, reader) = (
            await Intake.AddKeyAsync("acme"), await Intake.AddKeyAsync("other"), await Intake.AddOperatorAsync(), await Intake.AddKeyAsync("acme", ["read"]));
        var id = (await RawAsync(SampleFiles.Png(), key: acme)).Json.GetProperty("id").GetString()!;
        var never = Guid.CreateVersion7().ToString();

        foreach (var path in new[] { "/v1/files/{0}", "/v1/files/{0}/content" })
        {
            var (theirs, nobodys) = (await Http.GetAsync(other, path.Replace("{0}", id, StringComparison.Ordinal)), await Http.GetAsync(other, path.Replace("{0}", never, StringComparison.Ordinal)));
            theirs.Status.ShouldBe(HttpStatusCode.NotFound);
            theirs.Without(id).ShouldBe(nobodys.Without(never));
        }

        var (refused, unknown) = (await Http.PostAsync(other, "/v1/generations", Request(id)), await Http.PostAsync(other, "/v1/generations", Request(never)));
        (refused.Status, refused.Code).ShouldBe((HttpStatusCode.UnprocessableEntity, "file.not_found"));
        refused.Without(id).ShouldBe(unknown.Without(never));
        (await Http.AskAsync(other, HttpMethod.Delete, $"/v1/files/{id}")).Status.ShouldBe(HttpStatusCode.NotFound);
        (await Http.GetAsync(other, "/v1/files")).Json.GetProperty("items").GetArrayLength().ShouldBe(0);
        (await Http.AskAsync(reader, HttpMethod.Delete, $"/v1/files/{id}")).Status.ShouldBe(HttpStatusCode.Forbidden);
        (await Http.GetAsync(operators, $"/v1/files/{id}")).Status.ShouldBe(HttpStatusCode.OK);
        (await Http.PostAsync(acme, "/v1/generations", Request(id))).Status.ShouldBe(HttpStatusCode.Accepted);
    }

    [Fact]
    public async Task A_request_names_it_and_Submitter_is_told_of_it_and_it_is_kept_longer()
    {
        var id = (await RawAsync(SampleFiles.Png())).Json.GetProperty("id").GetString()!;
        var files = Intake.Service<IDocuments<StoredFile>>();
        var soon = DateTimeOffset.UtcNow + TimeSpan.FromHours(1);
        await files.ChangeAsync(id, file =>
        {
            file.DueAt = file.ExpiresAt = soon;
            return true;
        });

        var accepted = await Http.PostAsync(null, "/v1/generations", Request(id));

        accepted.Status.ShouldBe(HttpStatusCode.Accepted, accepted.Text);
        var submit = await Intake.Recorder.PublishedAsync<SubmitGeneration>(sent => sent.GenerationId == accepted.Json.GetProperty("id").GetString());
        submit.Files.ShouldBe([id]);
        Encoding.UTF8.GetString((await Intake.Bodies.FindAsync(submit.GenerationId))!).ShouldContain($"\"wan-file:{id}\"");
        (await files.FindAsync(id))!.ExpiresAt.ShouldBeGreaterThan(soon);
    }

    [Fact]
    public async Task The_same_request_is_the_same_generation_after_its_file_is_gone()
    {
        var id = (await RawAsync(SampleFiles.Png())).Json.GetProperty("id").GetString()!;
        var body = Request(id).Replace("{\"model\"", "{\"client_request_id\":\"order-1\",\"model\"", StringComparison.Ordinal);
        var first = await Http.PostAsync(null, "/v1/generations", body);
        (await Http.AskAsync(null, HttpMethod.Delete, $"/v1/files/{id}")).Status.ShouldBe(HttpStatusCode.NoContent);

        var again = await Http.PostAsync(null, "/v1/generations", body);

        again.Json.GetProperty("id").GetString().ShouldBe(first.Json.GetProperty("id").GetString());
        (await Http.PostAsync(null, "/v1/generations", Request(id))).Code.ShouldBe("file.not_found");
    }

    [Fact]
    public async Task A_dry_run_knows_the_length_of_a_video()
    {
        var (before, after) = SampleFiles.Mp4(2, 100);
        var id = (await RawAsync([.. before, .. new byte[100], .. after])).Json.GetProperty("id").GetString()!;

        var heard = await Http.PostAsync(null, "/v1/generations?dryRun=true",
            $$$"""{"model":"wan2.7-r2v","input":{"prompt":"Video 1 waves","media":[{"type":"reference_video","url":"wan-file:{{{id}}}"}]}}""");

        var estimate = heard.Json.GetProperty("estimate");
        (estimate.GetProperty("input_seconds_min").GetDecimal(), estimate.GetProperty("input_seconds_max").GetDecimal()).ShouldBe((2, 2));
    }
}
