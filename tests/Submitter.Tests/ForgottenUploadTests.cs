using Wan.Contracts;
using Wan.Fixtures;
using Wan.Storage;
using Wan.Submitter.Uploads;

namespace Wan.Submitter.Tests;

/// <summary>What the vendor could not fetch is uploaded anew for all who refer to it, also for those that were prepared with it.</summary>
public sealed class ForgottenUploadTests : FileTest
{
    [Fact]
    public async Task What_was_prepared_with_an_upload_that_could_not_be_fetched_at_anothers_POST_is_POSTed_with_a_new_one()
    {
        var answer = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Vendor.Gate = answer.Task;
        Vendor.Surprises.Enqueue(StubVendor.Error(400, "InvalidParameter.DataInspection"));
        await using var submitter = await StartAsync(("Accounts:0:RunningTasks", "1"));
        var file = await KeepAsync(submitter);
        var first = await EnterAsync(submitter, file);
        await Eventually.UntilAsync(() => Vendor.Posts.Count == 1, "the POST");
        var second = await EnterAsync(submitter, file);
        await PreparedAsync(submitter, second);

        answer.SetResult();

        await RefusedAsync(submitter, first);
        await IsPostedOnceWithTheNewOneAsync(submitter, second);
    }

    [Fact]
    public async Task What_was_prepared_with_an_upload_that_could_not_be_fetched_for_anothers_task_is_POSTed_with_a_new_one()
    {
        await using var submitter = await StartAsync(("Accounts:0:RunningTasks", "1"));
        var file = await KeepAsync(submitter);
        var submitted = await submitter.SubmittedAsync((await EnterAsync(submitter, file)).GenerationId);
        var second = await EnterAsync(submitter, file);
        await PreparedAsync(submitter, second);

        await submitter.HandleAsync(Unfetched(submitted));

        await IsPostedOnceWithTheNewOneAsync(submitter, second);
    }

    [Fact]
    public async Task While_it_is_uploaded_anew_it_has_no_slot_and_no_intent()
    {
        await using var submitter = await StartAsync(("Accounts:0:RunningTasks", "1"));
        var file = await KeepAsync(submitter);
        var submitted = await submitter.SubmittedAsync((await EnterAsync(submitter, file)).GenerationId);
        var second = await EnterAsync(submitter, file);
        await PreparedAsync(submitter, second);
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Vendor.UploadGate = gate.Task;

        await submitter.HandleAsync(Unfetched(submitted));
        await Eventually.UntilAsync(() => Vendor.UploadsBegun.Count == 2, "it is uploaded anew");
        var other = await submitter.SubmitAnotherAsync(); // The only slot is free for it.
        (await submitter.InStateAsync(second.GenerationId, SubmissionState.Waiting)).Attempts.ShouldBeEmpty();

        gate.SetResult();
        await submitter.EndTaskAsync(other);
        await IsPostedOnceWithTheNewOneAsync(submitter, second);
    }

    [Fact]
    public async Task What_is_gone_by_then_is_refused_unpaid()
    {
        await using var submitter = await StartAsync([.. Hurry, ("Accounts:0:RunningTasks", "1")]);
        var file = await KeepAsync(submitter);
        var submitted = await submitter.SubmittedAsync((await EnterAsync(submitter, file)).GenerationId);
        var second = await EnterAsync(submitter, file);
        await PreparedAsync(submitter, second);
        await submitter.Service<Wan.Storage.Files.IFileContents>().DeleteAsync(file);

        await submitter.HandleAsync(Unfetched(submitted));

        (await RefusedAsync(submitter, second)).Error.Code.ShouldBe("file_gone");
        Vendor.Posts.Count.ShouldBe(1);
    }

    private async Task IsPostedOnceWithTheNewOneAsync(SubmitterUnderTest submitter, SubmitGeneration command)
    {
        await submitter.SubmittedAsync(command.GenerationId);
        Vendor.Uploads.Count.ShouldBe(2);
        Vendor.Bodies.Last().Body["input"]!["media"]![0]!["url"]!.GetValue<string>().ShouldBe(Vendor.Uploads.Last().Url);
        (await submitter.Submissions.FindAsync(command.GenerationId))!.AttemptCount.ShouldBe(1);
    }

    private static RenderingFailed Unfetched(GenerationSubmitted submitted) => new()
    {
        GenerationId = submitted.GenerationId, Account = submitted.Account, Model = submitted.Model, TaskId = submitted.TaskId, Reason = "failed", SeenAt = DateTimeOffset.UtcNow,
        Error = new GenerationError { Code = "task_failed", Message = "It could not be fetched.", VendorCode = "InvalidParameter.DataInspection" },
    };
}
