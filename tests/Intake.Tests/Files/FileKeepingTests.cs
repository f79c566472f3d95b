using System.Net;
using System.Net.Sockets;
using Wan.Fixtures;
using Wan.Intake.Files;
using Wan.Intake.Tests.Keys;
using Wan.Storage;
using Wan.Storage.Files;

namespace Wan.Intake.Tests.Files;

/// <summary>How much is kept of files, for how long, and what becomes of what is too much.</summary>
public sealed class FileKeepingTests : FileDoors
{
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
        await Intake.Service<IFileContents>().DeleteAsync(id);

        var again = await RawAsync(SampleFiles.Png());

        (again.Status, again.Json.GetProperty("id").GetString()).ShouldBe((HttpStatusCode.OK, id));
        (await Http.GetByteArrayAsync(new Uri($"/v1/files/{id}/content", UriKind.Relative))).ShouldBe(SampleFiles.Png());
    }

    [Fact]
    public void Uploads_that_are_under_way_have_their_room_on_the_disk()
    {
        var contents = Intake.Service<IFileContents>();
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
        using var room = new FileDiskRoom(Intake.Service<IFileContents>(), Microsoft.Extensions.Options.Options.Create(options)).Take(1).ShouldNotBeNull();
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

        using var answer = new StreamReader(wire);
        (await answer.ReadLineAsync()).ShouldStartWith("HTTP/1.1 408");
        string? line;
        while ((line = await answer.ReadLineAsync().WaitAsync(TimeSpan.FromMinutes(1))) is not null && !line.Contains("Files:UploadTimeout", StringComparison.Ordinal))
            ;
        line.ShouldNotBeNull("it was cut off by something else");
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
    public async Task One_whose_time_is_over_is_there_no_more_though_nobody_has_deleted_it_yet()
    {
        var id = (await RawAsync(SampleFiles.Png())).Json.GetProperty("id").GetString()!;
        await Intake.Service<IDocuments<StoredFile>>().ChangeAsync(id, file =>
        {
            file.ExpiresAt = DateTimeOffset.UtcNow.AddMinutes(-1);
            return true;
        });

        using var shown = await Http.GetAsync(new Uri($"/v1/files/{id}", UriKind.Relative));
        var asked = await Http.PostAsync(null, "/v1/generations", Request(id));

        shown.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (asked.Status, asked.Code).ShouldBe((HttpStatusCode.UnprocessableEntity, "file.not_found"));
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
}
