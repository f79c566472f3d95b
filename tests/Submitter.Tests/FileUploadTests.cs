using System.Security.Cryptography;
using System.Text;
using Wan.Contracts;
using Wan.Fixtures;
using Wan.Storage;
using Wan.Submitter.Uploads;

namespace Wan.Submitter.Tests;

/// <summary>What a request refers to as a file is at the vendor before its POST, by an upload that may serve others too.</summary>
public sealed class FileUploadTests : FileTest
{
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
    public async Task What_the_vendor_could_not_fetch_at_the_POST_is_uploaded_anew_too()
    {
        await using var submitter = await StartAsync();
        var file = await KeepAsync(submitter);
        Vendor.Surprises.Enqueue(StubVendor.Error(400, "InvalidParameter.DataInspection"));
        var first = Command(file);
        await submitter.HandleAsync(first);
        await RefusedAsync(submitter, first);

        await Eventually.UntilAsync(async () => (await submitter.Service<IDocuments<Upload>>().FindAsync(UploadOf(submitter, file)))?.Url is null, "it is forgotten");
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
}
