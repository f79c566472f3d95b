using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Wan.Contracts;
using Wan.DashScope.Accounts;
using Wan.Fixtures;
using Wan.Storage;
using Wan.Storage.Files;
using Wan.Submitter.Uploads;

namespace Wan.Submitter.Tests;

/// <summary>What a request refers to as a file is at the vendor before its POST, and only there is it waited for.</summary>
public sealed class FileUploadTests : SubmitterTest
{
    private static readonly byte[] Jpeg = [0xFF, 0xD8, 0xFF, 0xE0, .. Enumerable.Range(0, 1000).Select(number => (byte)number)];

    private static readonly (string, string)[] Hurry = [("Submitter:Uploads:FirstWait", "00:00:00.05"), ("Submitter:Uploads:LongestWait", "00:00:00.2")];

    [Fact]
    public async Task A_file_is_uploaded_before_the_POST_which_names_the_upload_in_its_place()
    {
        await using var submitter = await StartAsync();
        var file = await KeepAsync(submitter);
        var command = Command(file);

        await submitter.HandleAsync(command);
        await submitter.SubmittedAsync(command.GenerationId);

        var upload = Vendor.Uploads.ShouldHaveSingleItem();
        upload.Content.ShouldBe(Jpeg);
        (upload.Key, upload.Model, upload.HasKey).ShouldBe(("sk-one", SubmitterUnderTest.Model, false));
        upload.Url.ShouldEndWith(".jpg");
        var (body, resolves) = Vendor.Bodies.ShouldHaveSingleItem();
        resolves.ShouldBeTrue();
        body["input"]!["media"]![0]!["url"]!.GetValue<string>().ShouldBe(upload.Url);
        body["input"]!["prompt"]!.GetValue<string>().ShouldBe($"wan-file:{file}");
    }

    [Fact]
    public async Task An_upload_serves_all_requests_of_an_account_and_model_until_it_is_too_old()
    {
        await using var submitter = await StartAsync(("Submitter:Uploads:GoodFor", "10:00:00"), ("Accounts:0:RunningTasks", "50"));
        var file = await KeepAsync(submitter);
        foreach (var command in new[] { Command(file), Command(file), Command(file) })
        {
            await submitter.HandleAsync(command);
            await submitter.SubmittedAsync(command.GenerationId);
        }

        Vendor.Uploads.Count.ShouldBe(1);
        await submitter.Service<IDocuments<Upload>>().ChangeAsync(UploadOf(submitter, file), upload =>
        {
            upload.UploadedAt -= TimeSpan.FromHours(10);
            return true;
        });
        var late = Command(file);
        await submitter.HandleAsync(late);
        await submitter.SubmittedAsync(late.GenerationId);

        Vendor.Uploads.Count.ShouldBe(2);
        Vendor.Bodies.Last().Body["input"]!["media"]![0]!["url"]!.GetValue<string>().ShouldBe(Vendor.Uploads.Last().Url);
    }

    [Fact]
    public async Task What_was_uploaded_with_another_key_is_not_used_by_an_account_of_the_same_name()
    {
        string file;
        await using (var before = await StartAsync())
        {
            file = await KeepAsync(before);
            var first = Command(file);
            await before.HandleAsync(first);
            await before.SubmittedAsync(first.GenerationId);
        }

        await using var after = await StartAsync(("DASHSCOPE_API_KEY", "sk-new"));
        var command = Command(file);
        await after.HandleAsync(command);
        await after.SubmittedAsync(command.GenerationId);

        Vendor.Uploads.Select(upload => upload.Key).ShouldBe(["sk-one", "sk-new"]);
        Vendor.Bodies.Last().Body["input"]!["media"]![0]!["url"]!.GetValue<string>().ShouldBe(Vendor.Uploads.Last().Url);
    }

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
    public async Task What_the_vendor_could_not_fetch_is_uploaded_anew_for_the_next_one()
    {
        await using var submitter = await StartAsync();
        var file = await KeepAsync(submitter);
        var first = Command(file);
        await submitter.HandleAsync(first);
        var submitted = await submitter.SubmittedAsync(first.GenerationId);
        await submitter.HandleAsync(new RenderingFailed
        {
            GenerationId = first.GenerationId, Account = submitted.Account, Model = submitted.Model, TaskId = submitted.TaskId, Reason = "failed", SeenAt = DateTimeOffset.UtcNow,
            Error = new GenerationError { Code = "task_failed", Message = "It could not be fetched.", VendorCode = "InvalidParameter.DataInspection" },
        });

        var next = Command(file);
        await submitter.HandleAsync(next);
        await submitter.SubmittedAsync(next.GenerationId);

        Vendor.Uploads.Count.ShouldBe(2);
        Vendor.Bodies.Last().Body["input"]!["media"]![0]!["url"]!.GetValue<string>().ShouldBe(Vendor.Uploads.Last().Url);
    }

    [Fact]
    public async Task Two_accounts_get_each_their_upload()
    {
        await using var submitter = await StartAsync(
            ("Accounts:0:RunningTasks", "1"), ("Accounts:1:Name", "second"), ("Accounts:1:ApiKey", "sk-two"), ("Accounts:1:BaseUrl", Vendor.BaseUrl.AbsoluteUri), ("Accounts:1:RunningTasks", "1"));
        var file = await KeepAsync(submitter);
        var commands = new[] { Command(file), Command(file) };
        foreach (var command in commands)
            await submitter.HandleAsync(command);
        foreach (var command in commands)
            await submitter.SubmittedAsync(command.GenerationId);

        Vendor.Tasks.Select(task => task.Key).Order().ShouldBe(["sk-one", "sk-two"]);
        foreach (var (task, (body, _)) in Vendor.Tasks.Zip(Vendor.Bodies))
            body["input"]!["media"]![0]!["url"]!.GetValue<string>().ShouldBe(Vendor.Uploads.Single(upload => upload.Key == task.Key).Url);
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
    public async Task Where_the_leave_runs_out_meanwhile_it_is_sent_once_more_with_a_new_one()
    {
        Vendor.UploadAnswers.Enqueue((403, "<Error><Code>AccessDenied</Code><Message>Invalid according to Policy: Policy expired.</Message></Error>"));
        await using var submitter = await StartAsync([("Submitter:Uploads:FirstWait", "1.00:00:00"), ("Submitter:Uploads:LongestWait", "1.00:00:00")]);
        var command = Command(await KeepAsync(submitter));

        await submitter.HandleAsync(command);

        await submitter.SubmittedAsync(command.GenerationId);
        Vendor.Uploads.ShouldHaveSingleItem().Content.ShouldBe(Jpeg); // From its beginning.
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
    public async Task A_reference_in_a_place_that_no_file_is_looked_for_in_is_sent_as_it_is()
    {
        await using var submitter = await StartAsync();
        var file = await KeepAsync(submitter);
        var (hidden, command) = ($"wan-file:{Guid.CreateVersion7()}", Command(file));
        var body = Encoding.UTF8.GetBytes(command.Body!.Replace("\"input\":{", $"\"input\":{{\"deep\":{{\"deeper\":\"{hidden}\"}},", StringComparison.Ordinal));

        await submitter.HandleAsync(command with { Body = Encoding.UTF8.GetString(body), RequestHash = Convert.ToHexStringLower(SHA256.HashData(body)) });

        await submitter.SubmittedAsync(command.GenerationId);
        Vendor.Bodies.ShouldHaveSingleItem().Body["input"]!["deep"]!["deeper"]!.GetValue<string>().ShouldBe(hidden);
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

    [Theory]
    [InlineData("http://169.254.169.254/latest")]
    [InlineData("http://example.com/")]
    [InlineData("file:///tmp/there")]
    public async Task No_file_is_sent_to_a_place_that_is_no_vendors(string host)
    {
        Vendor.Policy = data => data["upload_host"] = host;
        await using var submitter = await StartAsync(Hurry);
        var command = Command(await KeepAsync(submitter));
        await submitter.HandleAsync(command);

        await Eventually.UntilAsync(async () => (await submitter.PlaceAsync(command.GenerationId))?.WaitingFor?.Contains("upload_host", StringComparison.Ordinal) == true, "its reason");

        Vendor.Uploads.ShouldBeEmpty();
        Vendor.Posts.ShouldBeEmpty();
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

    private static string UploadOf(SubmitterUnderTest submitter, string file) =>
        Upload.IdOf(file, submitter.Service<DashScopeAccounts>()["default"], SubmitterUnderTest.Model);

    private static async Task<string> KeepAsync(SubmitterUnderTest submitter)
    {
        var id = Guid.CreateVersion7().ToString();
        var contents = submitter.Service<IFileContents>();
        await using var draft = contents.Begin(id);
        await draft.Stream.WriteAsync(Jpeg);
        await contents.KeepAsync(draft);
        return id;
    }

    // The prompt is the reference itself: it is a text all the same.
    private static SubmitGeneration Command(string file)
    {
        var command = SubmitterUnderTest.Command(prompt: $"wan-file:{file}");
        var body = JsonNode.Parse(command.Body!)!;
        body["input"]!["media"] = new JsonArray(new JsonObject { ["type"] = "reference_image", ["url"] = $"wan-file:{file}" });
        var text = body.ToJsonString();
        return command with
        {
            Body = text, RequestHash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text))), Files = [file],
        };
    }

    private static Task<SubmissionRefused> RefusedAsync(SubmitterUnderTest submitter, SubmitGeneration command) => Eventually.FindAsync(
        () => Task.FromResult(submitter.Published<SubmissionRefused>(command.GenerationId, message => message.GenerationId) is [var refused, ..] ? refused : null), "its refusal");
}
