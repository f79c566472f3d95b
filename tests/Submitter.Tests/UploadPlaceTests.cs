using Wan.Contracts;
using Wan.Fixtures;
using Wan.Storage;
using Wan.Storage.Files;
using Wan.Submitter.Quotas;
using Wan.Submitter.Uploads;

namespace Wan.Submitter.Tests;

/// <summary>Uploads have places of their own for each account, so that a storage that hangs for one holds up nobody at another.</summary>
public sealed class UploadPlaceTests : FileTest
{
    private const string OtherModel = "wan2.6-r2v";

    private readonly TaskCompletionSource hangs = new(TaskCreationOptions.RunContinuationsAsynchronously);

    [Fact]
    public async Task What_hangs_at_one_account_holds_up_nobody_who_goes_to_another()
    {
        Vendor.UploadGates["sk-one"] = hangs.Task;
        await using var submitter = await StartAsync([.. Second, ("Submitter:Uploads:MaxConcurrent", "2"), ("Accounts:0:Models:0", SubmitterUnderTest.Model), ("Accounts:1:Models:0", OtherModel)]);
        for (var i = 0; i < 5; i++)
            await EnterAsync(submitter);
        await Eventually.UntilAsync(() => Vendor.UploadsBegun.Count == 2, "both places are taken");

        var other = await EnterAsync(submitter, model: OtherModel);

        (await submitter.SubmittedAsync(other.GenerationId)).Account.ShouldBe("second");
        Vendor.UploadsBegun.ShouldBe(["sk-one", "sk-one", "sk-two"]);
    }

    [Fact]
    public async Task It_starts_where_its_files_are_first_and_where_they_come_later_it_may_start_too()
    {
        Vendor.UploadGates["sk-one"] = hangs.Task;
        await using var submitter = await StartAsync([.. Second, ("Submitter:Uploads:MaxConcurrent", "1"), ("Accounts:0:RunningTasks", "5"), ("Accounts:1:RunningTasks", "2")]);
        foreach (var command in new[] { await EnterAsync(submitter), await EnterAsync(submitter) })
            (await submitter.SubmittedAsync(command.GenerationId)).Account.ShouldBe("second");
        Vendor.UploadsUnderWay.ShouldBe(1); // It hangs still, and nobody has given it up.

        var third = await EnterAsync(submitter);
        await Eventually.UntilAsync(() => Vendor.Uploads.Count == 3, "its file is where no slot is free");
        hangs.SetResult();

        (await submitter.SubmittedAsync(third.GenerationId)).Account.ShouldBe("default");
        Vendor.Posts.Count.ShouldBe(3);
    }

    [Fact]
    public async Task As_many_are_uploaded_at_once_as_there_are_places()
    {
        Vendor.UploadGates["sk-one"] = hangs.Task;
        await using var submitter = await StartAsync([.. Hurry, ("Submitter:Uploads:MaxConcurrent", "2"), ("Accounts:0:RunningTasks", "5")]);
        var commands = new List<SubmitGeneration>();
        for (var i = 0; i < 5; i++)
            commands.Add(await EnterAsync(submitter));
        await Eventually.UntilAsync(() => Vendor.UploadsBegun.Count == 2, "both places are taken");
        await submitter.SubmitAnotherAsync(); // Meanwhile the line goes on.

        hangs.SetResult();

        foreach (var command in commands.Take(4)) // One slot has the other.
            await submitter.SubmittedAsync(command.GenerationId);
        Vendor.MostUploads.ShouldBe(2);
    }

    [Fact]
    public async Task A_file_that_is_gone_by_now_is_of_no_matter_where_it_was_uploaded_to_before()
    {
        Vendor.RefusedKeys["sk-one"] = (500, "InternalError"); // No leave to upload.
        await using var submitter = await StartAsync([.. Second, .. Hurry]);
        var file = await KeepAsync(submitter);
        (await submitter.SubmittedAsync((await EnterAsync(submitter, file)).GenerationId)).Account.ShouldBe("second");
        await submitter.Service<IFileContents>().DeleteAsync(file);
        Vendor.RefusedKeys.Clear();

        var command = await EnterAsync(submitter, file);

        (await submitter.SubmittedAsync(command.GenerationId)).Account.ShouldBe("second");
    }

    [Fact]
    public async Task One_whose_pause_is_over_is_tried_also_where_the_storage_of_the_others_hangs()
    {
        Vendor.RefusedKeys["sk-one"] = (401, "InvalidApiKey");
        await using var submitter = await StartAsync(Second);
        (await submitter.SubmitAnotherAsync()).Account.ShouldBe("second");
        Vendor.RefusedKeys.Clear();
        Vendor.UploadGates["sk-two"] = hangs.Task;
        await Eventually.UntilAsync(
            async () => (await submitter.Service<IDocuments<AccountState>>().FindAsync("default")) is { PausedFor: not null } state && state.PausedUntil < DateTimeOffset.UtcNow, "its pause is over");

        var command = await EnterAsync(submitter);

        (await submitter.SubmittedAsync(command.GenerationId)).Account.ShouldBe("default");
    }

    [Fact]
    public async Task A_file_that_can_not_be_read_is_said_to_be_what_it_waits_for()
    {
        await using var submitter = await StartAsync(Hurry);
        var file = await KeepAsync(submitter);
        var path = Path.Combine(Folder.Path, "files", file);
        File.Move(path, $"{path}.away");
        Directory.CreateDirectory(path); // A folder in its place: neither a file nor none.

        var command = await EnterAsync(submitter, file);

        await Eventually.UntilAsync(async () => (await submitter.PlaceAsync(command.GenerationId))?.WaitingFor?.Contains("log says why", StringComparison.Ordinal) == true, "its reason");
        Directory.Delete(path);
        File.Move($"{path}.away", path);
        await submitter.SubmittedAsync(command.GenerationId);
    }

    [Fact]
    public async Task However_long_an_upload_takes_nobody_else_begins_with_it()
    {
        Vendor.UploadGate = hangs.Task;
        await using var submitter = await StartAsync([.. Hurry, ("Submitter:Uploads:Lease", "00:00:03")]);
        var (file, uploads) = (await KeepAsync(submitter), submitter.Service<IDocuments<Upload>>());
        var first = await EnterAsync(submitter, file);
        await Eventually.UntilAsync(() => Vendor.UploadsBegun.Count == 1, "the upload begun");
        var heldUntil = (await uploads.FindAsync(UploadOf(submitter, file)))!.HeldUntil;

        await Eventually.UntilAsync(async () => (await uploads.FindAsync(UploadOf(submitter, file)))!.HeldUntil > heldUntil + TimeSpan.FromSeconds(3), "it holds on");
        var second = await EnterAsync(submitter, file);
        await Eventually.UntilAsync(async () => (await submitter.Submissions.FindAsync(second.GenerationId))?.Files?.Setbacks > 0, "the other has tried");
        Vendor.UploadsBegun.Count.ShouldBe(1);

        hangs.SetResult();
        foreach (var command in new[] { first, second })
            await submitter.SubmittedAsync(command.GenerationId);
        Vendor.Uploads.Count.ShouldBe(1);
    }

    private (string, string)[] Second => [("Accounts:1:Name", "second"), ("Accounts:1:ApiKey", "sk-two"), ("Accounts:1:BaseUrl", Vendor.BaseUrl.AbsoluteUri)];
}
