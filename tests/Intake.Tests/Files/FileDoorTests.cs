using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Wan.Contracts;
using Wan.Fixtures;
using Wan.Intake.Files;
using Wan.Intake.Tests.Keys;
using Wan.Storage;
using Wan.Storage.Files;

namespace Wan.Intake.Tests.Files;

/// <summary>The doors of files: what they take, what they say of the rest, and who sees what.</summary>
public sealed class FileDoorTests : IAsyncLifetime
{
    private readonly IntakeApplication intake = new(true, ("Files:MaxFiles", "20"), ("Files:MinFreeBytes", "1"));
    private HttpClient http = null!;

    public Task InitializeAsync()
    {
        http = intake.CreateClient();
        return Task.CompletedTask;
    }

    public async Task DisposeAsync() => await intake.DisposeAsync();

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
        (await http.GetAsync(null, $"/v1/files/{id.ToUpperInvariant()}")).Json.GetRawText().ShouldBe(file.GetRawText());
        (await http.GetAsync(null, "/v1/files")).Json.GetProperty("items")[0].GetRawText().ShouldBe(file.GetRawText());

        using var content = await http.GetAsync(new Uri($"/v1/files/{id}/content", UriKind.Relative));
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
        (await intake.Service<IFileContents>().IdsAsync("", 10)).Count.ShouldBe(1);
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
            (SampleFiles.Png(100_000, 100_000), "file.pixels", HttpStatusCode.UnprocessableEntity),
            (SampleFiles.Png(8000, 240), "file.ratio", HttpStatusCode.UnprocessableEntity),
            (SampleFiles.Wav(11), "file.length", HttpStatusCode.UnprocessableEntity),
            ([.. SampleFiles.Png(), .. new byte[20 * 1024 * 1024]], "file.too_large", HttpStatusCode.RequestEntityTooLarge),
        })
        {
            var heard = await RawAsync(bytes);
            (heard.Status, heard.Code).ShouldBe((status, code));
        }

        (await intake.Service<IFileContents>().IdsAsync("", 10)).ShouldBeEmpty();
        intake.Service<IFileContents>().DeleteDrafts(DateTimeOffset.MaxValue).ShouldBe(0);
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

        using var answer = await http.PostAsync(new Uri("/v1/files", UriKind.Relative), content);

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
            using var answer = await http.PostAsync(new Uri("/v1/files", UriKind.Relative), form);
            answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
            (await answer.Content.ReadAsStringAsync()).ShouldContain("multipart.wrong");
        }

        var cut = await SendAsync("--x\r\nContent-Disposition: form-data; name=\"file\"\r\n\r\n\u0089PNG"u8.ToArray(), "multipart/form-data; boundary=x", "");
        cut.Status.ShouldBe(HttpStatusCode.BadRequest, cut.Text);
        (await intake.Service<IFileContents>().IdsAsync("", 10)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Another_tenants_file_is_there_as_little_as_one_that_never_was()
    {
        var (acme, other, operators, reader) = (
            await intake.AddKeyAsync("acme"), await intake.AddKeyAsync("other"), await intake.AddOperatorAsync(), await intake.AddKeyAsync("acme", ["read"]));
        var id = (await RawAsync(SampleFiles.Png(), key: acme)).Json.GetProperty("id").GetString()!;
        var never = Guid.CreateVersion7().ToString();

        foreach (var path in new[] { "/v1/files/{0}", "/v1/files/{0}/content" })
        {
            var (theirs, nobodys) = (await http.GetAsync(other, path.Replace("{0}", id, StringComparison.Ordinal)), await http.GetAsync(other, path.Replace("{0}", never, StringComparison.Ordinal)));
            theirs.Status.ShouldBe(HttpStatusCode.NotFound);
            theirs.Without(id).ShouldBe(nobodys.Without(never));
        }

        var (refused, unknown) = (await http.PostAsync(other, "/v1/generations", Request(id)), await http.PostAsync(other, "/v1/generations", Request(never)));
        (refused.Status, refused.Code).ShouldBe((HttpStatusCode.UnprocessableEntity, "file.not_found"));
        refused.Without(id).ShouldBe(unknown.Without(never));
        (await http.AskAsync(other, HttpMethod.Delete, $"/v1/files/{id}")).Status.ShouldBe(HttpStatusCode.NotFound);
        (await http.GetAsync(other, "/v1/files")).Json.GetProperty("items").GetArrayLength().ShouldBe(0);
        (await http.AskAsync(reader, HttpMethod.Delete, $"/v1/files/{id}")).Status.ShouldBe(HttpStatusCode.Forbidden);
        (await http.GetAsync(operators, $"/v1/files/{id}")).Status.ShouldBe(HttpStatusCode.OK);
        (await http.PostAsync(acme, "/v1/generations", Request(id))).Status.ShouldBe(HttpStatusCode.Accepted);
    }

    [Fact]
    public async Task A_request_names_it_and_Submitter_is_told_of_it_and_it_is_kept_longer()
    {
        var id = (await RawAsync(SampleFiles.Png())).Json.GetProperty("id").GetString()!;
        var files = intake.Service<IDocuments<StoredFile>>();
        var soon = DateTimeOffset.UtcNow + TimeSpan.FromHours(1);
        await files.ChangeAsync(id, file =>
        {
            file.DueAt = file.ExpiresAt = soon;
            return true;
        });

        var accepted = await http.PostAsync(null, "/v1/generations", Request(id));

        accepted.Status.ShouldBe(HttpStatusCode.Accepted, accepted.Text);
        var submit = await intake.Recorder.PublishedAsync<SubmitGeneration>(sent => sent.GenerationId == accepted.Json.GetProperty("id").GetString());
        submit.Files.ShouldBe([id]);
        Encoding.UTF8.GetString((await intake.Bodies.FindAsync(submit.GenerationId))!).ShouldContain($"\"wan-file:{id}\"");
        (await files.FindAsync(id))!.ExpiresAt.ShouldBeGreaterThan(soon);
    }

    [Fact]
    public async Task The_same_request_is_the_same_generation_after_its_file_is_gone()
    {
        var id = (await RawAsync(SampleFiles.Png())).Json.GetProperty("id").GetString()!;
        var body = Request(id).Replace("{\"model\"", "{\"client_request_id\":\"order-1\",\"model\"", StringComparison.Ordinal);
        var first = await http.PostAsync(null, "/v1/generations", body);
        (await http.AskAsync(null, HttpMethod.Delete, $"/v1/files/{id}")).Status.ShouldBe(HttpStatusCode.NoContent);

        var again = await http.PostAsync(null, "/v1/generations", body);

        again.Json.GetProperty("id").GetString().ShouldBe(first.Json.GetProperty("id").GetString());
        (await http.PostAsync(null, "/v1/generations", Request(id))).Code.ShouldBe("file.not_found");
    }

    [Fact]
    public async Task A_dry_run_knows_the_length_of_a_video()
    {
        var (before, after) = SampleFiles.Mp4(2, 100);
        var id = (await RawAsync([.. before, .. new byte[100], .. after])).Json.GetProperty("id").GetString()!;

        var heard = await http.PostAsync(null, "/v1/generations?dryRun=true",
            $$$"""{"model":"wan2.7-r2v","input":{"prompt":"Video 1 waves","media":[{"type":"reference_video","url":"wan-file:{{{id}}}"}]}}""");

        var estimate = heard.Json.GetProperty("estimate");
        (estimate.GetProperty("input_seconds_min").GetDecimal(), estimate.GetProperty("input_seconds_max").GetDecimal()).ShouldBe((2, 2));
    }

    [Fact]
    public async Task A_tenant_has_so_many_files_and_no_more()
    {
        for (uint i = 0; i < 20; i++)
            (await RawAsync(SampleFiles.Png(300 + i))).Status.ShouldBe(HttpStatusCode.Created);

        var heard = await RawAsync(SampleFiles.Png(400));

        (heard.Status, heard.Code).ShouldBe((HttpStatusCode.TooManyRequests, "limit.files"));
        (await RawAsync(SampleFiles.Png(300))).Status.ShouldBe(HttpStatusCode.OK); // It has that one.
    }

    [Fact]
    public async Task One_whose_content_is_lost_has_it_again_after_the_same_upload()
    {
        var id = (await RawAsync(SampleFiles.Png())).Json.GetProperty("id").GetString()!;
        await intake.Service<IFileContents>().DeleteAsync(id);

        var again = await RawAsync(SampleFiles.Png());

        (again.Status, again.Json.GetProperty("id").GetString()).ShouldBe((HttpStatusCode.OK, id));
        (await http.GetByteArrayAsync(new Uri($"/v1/files/{id}/content", UriKind.Relative))).ShouldBe(SampleFiles.Png());
    }

    [Fact]
    public void Uploads_that_are_under_way_have_their_room_on_the_disk()
    {
        var contents = intake.Service<IFileContents>();
        var disk = new FileDiskRoom(contents, Microsoft.Extensions.Options.Options.Create(new FilesOptions { MinFreeBytes = 0 }));
        var most = contents.FreeBytes!.Value / 3 * 2;

        using (disk.Take(most).ShouldNotBeNull())
            disk.Take(most).ShouldBeNull();
        using var later = disk.Take(most).ShouldNotBeNull();
    }

    [Fact]
    public void An_upload_stops_where_others_have_filled_the_disk_meanwhile()
    {
        var options = new FilesOptions { MinFreeBytes = 0 };
        using var room = new FileDiskRoom(intake.Service<IFileContents>(), Microsoft.Extensions.Options.Options.Create(options)).Take(1).ShouldNotBeNull();
        options.MinFreeBytes = long.MaxValue;

        Should.Throw<DiskFullException>(() => room.Written(8 * 1024 * 1024));
    }

    [Fact]
    public async Task One_that_never_ends_is_cut_off_and_leaves_nothing()
    {
        await using var impatient = new IntakeApplication(true, ("Files:UploadTimeout", "00:00:01"), ("Files:MinFreeBytes", "1"));
        impatient.ListenOnPort();
        impatient.CreateClient().Dispose(); // It listens from then on.
        using var sender = new TcpClient();
        await sender.ConnectAsync(impatient.Address.Host, impatient.Address.Port);
        var wire = sender.GetStream();
        byte[] chunk = [.. "POST /v1/files HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n40\r\n"u8, .. SampleFiles.Jpeg(), .. new byte[64 - SampleFiles.Jpeg().Length], .. "\r\n"u8];
        await wire.WriteAsync(chunk);

        (await new StreamReader(wire).ReadLineAsync()).ShouldStartWith("HTTP/1.1 408");
        impatient.Service<IFileContents>().DeleteDrafts(DateTimeOffset.MaxValue).ShouldBe(0);
    }

    [Fact]
    public async Task Without_room_on_the_disk_nothing_is_taken()
    {
        await using var full = new IntakeApplication(true, ("Files:MinFreeBytes", $"{long.MaxValue}"));
        using var client = full.CreateClient();
        using var content = new ByteArrayContent(SampleFiles.Png());

        using var answer = await client.PostAsync(new Uri("/v1/files", UriKind.Relative), content);

        answer.StatusCode.ShouldBe(HttpStatusCode.InsufficientStorage);
    }

    [Fact]
    public async Task One_whose_time_is_over_is_deleted_with_its_content()
    {
        await using var brief = new IntakeApplication(true, ("Files:KeepFor", "00:00:01"), ("Files:MinFreeBytes", "1"), ("Intake:RetentionInterval", "00:00:00.2"));
        using var client = brief.CreateClient();
        var contents = brief.Service<IFileContents>();
        using var content = new ByteArrayContent(SampleFiles.Png());
        using var answer = await client.PostAsync(new Uri("/v1/files", UriKind.Relative), content);
        answer.StatusCode.ShouldBe(HttpStatusCode.Created);

        await Eventually.UntilAsync(async () => (await contents.IdsAsync("", 10)).Count == 0, "its content deleted");
        (await brief.Service<IDocuments<StoredFile>>().PageAsync(new PageQuery { Limit = 10 })).Items.ShouldBeEmpty();
    }

    [Fact]
    public async Task After_a_long_stop_nothing_is_deleted_before_what_waits_was_looked_at()
    {
        using var folder = new TemporaryFolder();
        (string, string) little = ("Files:MinFreeBytes", "1");
        string id;
        await using (var before = new IntakeApplication(folder, true, little))
        {
            using var client = before.CreateClient();
            using var content = new ByteArrayContent(SampleFiles.Png());
            using var uploaded = await client.PostAsync(new Uri("/v1/files", UriKind.Relative), content);
            id = System.Text.Json.JsonDocument.Parse(await uploaded.Content.ReadAsStringAsync()).RootElement.GetProperty("id").GetString()!;
            (await client.PostAsync(null, "/v1/generations", Request(id))).Status.ShouldBe(HttpStatusCode.Accepted);
            await Eventually.UntilAsync(
                async () => (await before.Service<IDocuments<Generation>>().PageAsync(new PageQuery { Limit = 1 })).Items is [{ Status: "submitting" }], "it waits");
            await before.Service<IDocuments<StoredFile>>().ChangeAsync(id, file =>
            {
                file.DueAt = file.ExpiresAt = DateTimeOffset.UtcNow.AddDays(-30);
                return true;
            });
        }

        await using var after = new IntakeApplication(folder, true, little, ("Intake:RetentionInterval", "00:00:00.1"));
        after.CreateClient().Dispose();

        await Eventually.UntilAsync(() => after.Service<Chores.LineLook>().HasEnded, "the look");
        (await after.Service<IDocuments<StoredFile>>().FindAsync(id))!.ExpiresAt.ShouldBeGreaterThan(DateTimeOffset.UtcNow);
    }

    private static string Request(string file) =>
        $$$"""{"model":"wan2.7-r2v","input":{"prompt":"Image 1 waves","media":[{"type":"reference_image","url":"wan-file:{{{file}}}"}]}}""";

    private Task<Heard> RawAsync(byte[] bytes, string type = "application/octet-stream", string query = "", string? key = null) => SendAsync(bytes, type, query, key);

    private async Task<Heard> FormAsync(byte[] bytes, string name)
    {
        var file = new ByteArrayContent(bytes);
        file.Headers.TryAddWithoutValidation("Content-Disposition", $"form-data; name=\"file\"; filename=\"x.jpg\"; filename*=UTF-8''{Uri.EscapeDataString(name)}");
        using var form = new MultipartFormDataContent { file };
        using var answer = await http.PostAsync(new Uri("/v1/files", UriKind.Relative), form);
        return new Heard(answer, await answer.Content.ReadAsStringAsync());
    }

    private async Task<Heard> SendAsync(byte[] bytes, string type, string query, string? key = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/v1/files{query}") { Content = new ByteArrayContent(bytes) };
        request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        if (key is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        using var answer = await http.SendAsync(request);
        return new Heard(answer, await answer.Content.ReadAsStringAsync());
    }
}
