using System.Security.Cryptography;
using System.Text;
using Wan.Contracts;
using Wan.Fixtures;
using Wan.Storage;
using Wan.Submitter.Uploads;

namespace Wan.Submitter.Tests;

/// <summary>A generation whose files are not at the vendor yet: what it waits for, and what becomes of it where they never will be.</summary>
public sealed class FilePreparationTests : FileTest
{
    [Fact]
    public async Task What_was_prepared_for_an_account_with_another_key_is_prepared_again()
    {
        string file;
        SubmitGeneration command;
        await using (var before = await StartAsync(("Accounts:0:RunningTasks", "1")))
        {
            await before.SubmitAnotherAsync(); // It has the only slot.
            file = await KeepAsync(before);
            command = Command(file);
            await before.HandleAsync(command);
            await Eventually.UntilAsync(async () => (await before.Submissions.FindAsync(command.GenerationId))?.Files?.IsReady == true, "it is prepared");
        }

        await using var after = await StartAsync(("DASHSCOPE_API_KEY", "sk-new"), ("Accounts:0:RunningTasks", "2"));

        await after.SubmittedAsync(command.GenerationId);
        Vendor.Uploads.Select(upload => upload.Key).ShouldBe(["sk-one", "sk-new"]);
        Vendor.Bodies.Last().Body["input"]!["media"]![0]!["url"]!.GetValue<string>().ShouldBe(Vendor.Uploads.Last().Url);
    }

    [Fact]
    public async Task While_it_is_uploaded_it_has_no_slot_and_no_intent_and_says_what_it_waits_for()
    {
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Vendor.UploadGate = gate.Task;
        await using var submitter = await StartAsync(("Accounts:0:RunningTasks", "1"));
        var command = Command(await KeepAsync(submitter));
        await submitter.HandleAsync(command);

        await Eventually.UntilAsync(async () => (await submitter.PlaceAsync(command.GenerationId))?.Reason == "files", "it waits for its files");
        var other = await submitter.SubmitAnotherAsync(); // The only slot is free for it.
        (await submitter.InStateAsync(command.GenerationId, SubmissionState.Waiting)).Attempts.ShouldBeEmpty();
        (await submitter.PlaceAsync(command.GenerationId))!.Position.ShouldBe(1);

        gate.SetResult();
        await submitter.EndTaskAsync(other);
        await submitter.SubmittedAsync(command.GenerationId);
    }

    [Fact]
    public async Task Given_another_priority_while_it_is_uploaded_it_goes_on_as_it_was()
    {
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Vendor.UploadGate = gate.Task;
        await using var submitter = await StartAsync(("Submitter:Uploads:Lease", "00:09:00")); // Whoever lost it would come back to it then.
        var command = Command(await KeepAsync(submitter));
        await submitter.HandleAsync(command);
        await Eventually.UntilAsync(async () => (await submitter.Submissions.FindAsync(command.GenerationId))?.DueAt > DateTimeOffset.UtcNow, "it is prepared");

        using var http = new HttpClient { BaseAddress = submitter.Address };
        using var answer = await http.PutAsync(new Uri($"/v1/queue/{command.GenerationId}/priority/high", UriKind.Relative), null);
        answer.StatusCode.ShouldBe(System.Net.HttpStatusCode.NoContent);
        gate.SetResult();

        await submitter.SubmittedAsync(command.GenerationId);
        Vendor.Uploads.Count.ShouldBe(1);
        Line.Priorities.PriorityOf((await submitter.Submissions.FindAsync(command.GenerationId))!.Rank).ShouldBe(0);
    }

    [Fact]
    public async Task What_can_not_be_uploaded_yet_says_why_and_holds_up_nobody_else()
    {
        for (var i = 0; i < 3; i++)
            Vendor.UploadAnswers.Enqueue((503, "<Error><Code>ServiceUnavailable</Code><Message>Not now.</Message></Error>"));
        await using var submitter = await StartAsync([("Submitter:Uploads:FirstWait", "00:00:01"), ("Submitter:Uploads:LongestWait", "00:00:01")]);
        var command = Command(await KeepAsync(submitter));
        await submitter.HandleAsync(command);

        await Eventually.UntilAsync(async () => (await submitter.PlaceAsync(command.GenerationId))?.WaitingFor?.Contains("ServiceUnavailable", StringComparison.Ordinal) == true, "its reason");
        await submitter.SubmitAnotherAsync();

        await submitter.SubmittedAsync(command.GenerationId);
        Vendor.Uploads.Count.ShouldBe(1);
    }

    [Fact]
    public async Task An_upload_that_is_not_answered_in_time_has_its_own_word()
    {
        var never = new TaskCompletionSource();
        Vendor.UploadGate = never.Task;
        using var meter = new MeterReader("wan.submitter.");
        await using var submitter = await StartAsync([.. Hurry, ("DashScope:UploadTimeout", "00:00:01")]);
        var command = Command(await KeepAsync(submitter), "late");
        await submitter.HandleAsync(command);

        await Eventually.UntilAsync(async () => (await submitter.PlaceAsync(command.GenerationId))?.WaitingFor?.Contains("(timeout)", StringComparison.Ordinal) == true, "its reason");

        meter.Told("wan.submitter.uploads default late timed_out").ShouldNotBeEmpty();
        meter.Told("wan.submitter.uploads default late failed").ShouldBeEmpty();
    }

    [Fact]
    public async Task A_file_that_is_gone_refuses_it_unpaid()
    {
        await using var submitter = await StartAsync(Hurry);
        await KeepAsync(submitter);
        var command = Command(Guid.CreateVersion7().ToString());

        await submitter.HandleAsync(command);

        var refused = await RefusedAsync(submitter, command);
        (refused.Error.Code, refused.Error.Message.Contains("POST /v1/files", StringComparison.Ordinal)).ShouldBe(("file_gone", true));
        Vendor.Posts.ShouldBeEmpty();
    }

    [Fact]
    public async Task One_that_breaks_off_before_its_intent_leaves_its_slot_to_others_and_is_refused_unpaid_in_the_end()
    {
        await using var submitter = await StartAsync([("Accounts:0:RunningTasks", "1"), ("Submitter:ClaimLease", "00:00:00.2"), .. Hurry]);
        var command = Command(await KeepAsync(submitter));
        var body = Encoding.UTF8.GetBytes($"{command.Body}}}"); // What is no JSON can't be read to put the uploads in.
        await submitter.Bodies.SaveAsync(command.GenerationId, body);

        await submitter.HandleAsItIsAsync(command with { Body = null, BodyBytes = body.Length, RequestHash = Convert.ToHexStringLower(SHA256.HashData(body)) });

        (await RefusedAsync(submitter, command)).Error.Code.ShouldBe("submission_broken");
        (await submitter.Submissions.FindAsync(command.GenerationId))!.Attempts.ShouldBeEmpty();
        await Eventually.UntilAsync(async () => (await submitter.QuotaAsync()).Slots.Count == 0, "its slot is free");
        await submitter.SubmitAnotherAsync();
        Vendor.Posts.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_file_that_the_vendor_finds_too_large_refuses_it_unpaid()
    {
        Vendor.Policy = data => data["max_file_size_mb"] = 0.0001;
        await using var submitter = await StartAsync(Hurry);
        var command = Command(await KeepAsync(submitter));

        await submitter.HandleAsync(command);

        (await RefusedAsync(submitter, command)).Error.Code.ShouldBe("file_refused");
        Vendor.Posts.ShouldBeEmpty();
        Vendor.Uploads.ShouldBeEmpty();
    }

    [Fact]
    public async Task While_the_only_account_is_paused_one_with_a_file_tries_it()
    {
        Vendor.Surprises.Enqueue(StubVendor.Error(401, "InvalidApiKey"));
        await using var submitter = await StartAsync(Hurry);
        var plain = SubmitterUnderTest.Command();
        await submitter.HandleAsync(plain);
        await Eventually.UntilAsync(async () => (await submitter.PlaceAsync(plain.GenerationId))?.Reason == "paused", "the pause");
        await submitter.HandleAsync(new WithdrawSubmission { GenerationId = plain.GenerationId });

        var command = Command(await KeepAsync(submitter));
        await submitter.HandleAsync(command);

        await submitter.SubmittedAsync(command.GenerationId);
    }

    [Fact]
    public async Task Withdrawn_while_it_is_uploaded_it_is_never_sent()
    {
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Vendor.UploadGate = gate.Task;
        await using var submitter = await StartAsync(("Submitter:Uploads:Lease", "00:00:00.3"));
        var command = Command(await KeepAsync(submitter));
        await submitter.HandleAsync(command);
        await Eventually.UntilAsync(async () => (await submitter.PlaceAsync(command.GenerationId))?.Reason == "files", "it waits for its files");

        await submitter.HandleAsync(new WithdrawSubmission { GenerationId = command.GenerationId });
        gate.SetResult();
        await submitter.SubmitAnotherAsync();

        (await submitter.InStateAsync(command.GenerationId, SubmissionState.Withdrawn)).AttemptCount.ShouldBe(0);
        Vendor.Posts.Count.ShouldBe(1);
    }

    [Fact]
    public async Task What_one_process_had_begun_to_upload_another_one_takes_up_and_it_is_POSTed_once()
    {
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Vendor.UploadGate = gate.Task;
        string file;
        SubmitGeneration command;
        await using (var first = await StartAsync(("DashScope:UploadTimeout", "00:10:00")))
        {
            file = await KeepAsync(first);
            command = Command(file);
            await first.HandleAsync(command);
            await Eventually.UntilAsync(async () => (await first.Service<IDocuments<Upload>>().FindAsync(UploadOf(first, file)))?.HeldBy is not null, "the upload begun");

            // As if it had been killed: nobody gives back what it holds.
            await first.Service<IDocuments<Upload>>().ChangeAsync(UploadOf(first, file), upload =>
            {
                (upload.HeldBy, upload.HeldUntil) = ("dead", DateTimeOffset.UtcNow + TimeSpan.FromSeconds(1));
                return true;
            });
        }

        Vendor.UploadGate = Task.CompletedTask;
        await using var second = await StartAsync(Hurry);

        await second.SubmittedAsync(command.GenerationId);
        Vendor.Posts.Count.ShouldBe(1);
    }
}
