using Microsoft.AspNetCore.Http;
using Wan.Contracts;
using Wan.DashScope.Accounts;
using Wan.Fixtures;
using Wan.Storage;
using Wan.Submitter.Posting;
using Wan.Submitter.Quotas;

namespace Wan.Submitter.Tests;

public sealed class UncertainTests : SubmitterTest
{
    [Fact]
    public async Task A_task_that_was_made_without_an_answer_is_found_and_used()
    {
        await using var submitter = await StartAsync();
        Vendor.Surprises.Enqueue(StubVendor.AcceptAndReset);
        var command = SubmitterUnderTest.Command();

        await submitter.HandleAsync(command);
        await submitter.LookedAtAsync(command.GenerationId, times: 3);
        submitter.Published<GenerationSubmitted>(command.GenerationId, message => message.GenerationId).ShouldBeEmpty("it has not told whose it is");
        Vendor.Tasks.Single().Succeeded = true;

        var submitted = await submitter.SubmittedAsync(command.GenerationId);
        submitted.TaskId.ShouldBe(Vendor.Tasks.Single().Id);
        submitted.FoundBy.ShouldBe("prompt");
        Vendor.Posts.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_post_that_made_no_task_is_sent_again_once_that_is_certain()
    {
        await using var submitter = await StartAsync();
        Vendor.Surprises.Enqueue(StubVendor.Reset);
        var command = SubmitterUnderTest.Command();

        await submitter.HandleAsync(command);
        await submitter.InStateAsync(command.GenerationId, SubmissionState.Uncertain);
        await submitter.SubmitAnotherAsync();

        await submitter.SubmittedAsync(command.GenerationId);
        Vendor.Posts.Count.ShouldBe(3);
        (Vendor.Posts.Last() - Vendor.Posts.First()).ShouldBeGreaterThan(TimeSpan.FromSeconds(1), "the time that a task may take to show");
    }

    [Fact]
    public async Task What_the_list_of_another_key_does_not_show_may_all_the_same_have_been_made_with_the_one_before()
    {
        await File.WriteAllTextAsync(Folder.File("key"), "sk-one");
        await using var submitter = await StartAsync(("DASHSCOPE_API_KEY", ""), ("DASHSCOPE_API_KEY_FILE", Folder.File("key")), ("Submitter:Repair:GiveUpAfter", "00:00:02"));
        Vendor.Surprises.Enqueue(StubVendor.AcceptUnlistedAndReset); // It is another account's: that of the other key does not have it.
        var command = SubmitterUnderTest.Command();
        await submitter.HandleAsync(command);
        await submitter.InStateAsync(command.GenerationId, SubmissionState.Uncertain);

        await File.WriteAllTextAsync(Folder.File("key"), "sk-two");
        await Eventually.UntilAsync(() => submitter.Service<DashScopeAccounts>()["default"].ApiKey == "sk-two", "the other key");
        await submitter.SubmitAnotherAsync();

        await Eventually.UntilAsync(async () => (await submitter.OnHoldAsync(command.GenerationId)).Error.Message.Contains("another API key", StringComparison.Ordinal), "the reason");
        await submitter.LookedAtAsync(command.GenerationId, times: 3);
        Vendor.Posts.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Several_lost_answers_each_get_their_own_task_by_its_prompt()
    {
        await using var submitter = await StartAsync();
        for (var i = 0; i < 4; i++)
            Vendor.Surprises.Enqueue(StubVendor.AcceptAndReset);

        var ids = await submitter.EnterAsync(4);
        await Eventually.UntilAsync(() => Vendor.Tasks.Count == 4, "four tasks");
        foreach (var task in Vendor.Tasks)
            task.Succeeded = true;

        foreach (var id in ids)
            Vendor.Tasks.Single(task => task.Prompt.EndsWith(id, StringComparison.Ordinal)).Id.ShouldBe((await submitter.SubmittedAsync(id)).TaskId);
        Vendor.Posts.Count.ShouldBe(4);
    }

    [Fact]
    public async Task An_error_with_a_request_id_of_its_own_does_not_hide_the_task_that_was_made()
    {
        await using var submitter = await StartAsync();
        Vendor.Surprises.Enqueue((context, stub, body) =>
        {
            stub.Accept(context, body);
            return StubVendor.Error(500, "InternalError")(context, stub, body);
        });
        var command = SubmitterUnderTest.Command();

        await submitter.HandleAsync(command);
        await Eventually.UntilAsync(() => Vendor.Tasks.Count == 1, "a task");
        Vendor.Tasks.Single().Succeeded = true;

        (await submitter.SubmittedAsync(command.GenerationId)).TaskId.ShouldBe(Vendor.Tasks.Single().Id);
        Vendor.Posts.Count.ShouldBe(1);
    }

    [Fact]
    public async Task An_error_with_the_request_id_of_a_task_names_it()
    {
        await using var submitter = await StartAsync();
        Vendor.Surprises.Enqueue((context, stub, body) =>
        {
            context.Response.StatusCode = 500;
            return context.Response.WriteAsync($$"""{"code":"InternalError","message":"Late.","request_id":"{{stub.Accept(context, body).RequestId}}"}""");
        });
        var command = SubmitterUnderTest.Command();

        await submitter.HandleAsync(command);

        var submitted = await submitter.SubmittedAsync(command.GenerationId);
        (submitted.TaskId, submitted.FoundBy).ShouldBe((Vendor.Tasks.Single().Id, "request_id"));
        Vendor.Posts.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_task_made_after_the_connection_broke_is_used_only_once_its_prompt_says_whose_it_is(bool ours)
    {
        await using var submitter = await StartAsync(("Submitter:Repair:AbsentAfter", "00:00:03"));
        await submitter.SubmitAnotherAsync(); // It tells where the vendor's clock stands.
        Vendor.Surprises.Enqueue(StubVendor.Reset);
        var command = SubmitterUnderTest.Command();
        await submitter.HandleAsync(command);
        var inDoubt = await submitter.InStateAsync(command.GenerationId, SubmissionState.Uncertain);
        var task = new StubTask(
            "late", "request", command.Model, ours ? $"A cat named {command.GenerationId}" : "Somebody else's dog", "sk-one", inDoubt.Attempt!.EndedAt!.Value.AddSeconds(1));
        Vendor.Tasks.Enqueue(task);
        await submitter.LookedAtAsync(command.GenerationId, times: 3);
        (await submitter.InStateAsync(command.GenerationId, SubmissionState.Uncertain)).Task.ShouldBeNull();

        task.Succeeded = true;
        if (!ours)
            await submitter.SubmitAnotherAsync(); // Without a later one the list's silence proves nothing.

        var submitted = await submitter.SubmittedAsync(command.GenerationId);
        (submitted.TaskId == task.Id).ShouldBe(ours);
        Vendor.Posts.Count.ShouldBe(ours ? 2 : 4);
    }

    [Fact]
    public async Task A_list_that_misses_a_task_of_ours_proves_nothing()
    {
        await using var submitter = await StartAsync(("Submitter:Repair:GiveUpAfter", "00:00:02"));
        Vendor.Surprises.Enqueue(null);
        Vendor.Surprises.Enqueue(StubVendor.Reset);
        var shown = SubmitterUnderTest.Command();
        var lost = SubmitterUnderTest.Command();
        await submitter.HandleAsync(shown);
        await submitter.SubmittedAsync(shown.GenerationId);
        Vendor.Tasks.Single().Listed = false;

        await submitter.HandleAsync(lost);

        await Eventually.UntilAsync(
            () => submitter.Published<SubmissionUncertain>(lost.GenerationId, message => message.GenerationId).Any(message => message.NeedsOperator == true),
            "an operator asked");
        Vendor.Posts.Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_refused_key_pauses_the_account_and_the_other_one_does_the_work()
    {
        Vendor.RefusedKeys["sk-one"] = (401, "InvalidApiKey");
        await using var submitter = await StartAsync(
            ("Accounts:1:Name", "second"), ("Accounts:1:ApiKey", "sk-two"), ("Accounts:1:BaseUrl", Vendor.BaseUrl.AbsoluteUri),
            ("Accounts:1:SubmitsPerSecond", "100"));

        var ids = await submitter.EnterAsync(5);
        foreach (var id in ids)
            (await submitter.SubmittedAsync(id)).Account.ShouldBe("second");
        (await submitter.Service<IDocuments<AccountState>>().FindAsync("default"))!.PausedFor.ShouldBe("InvalidApiKey");

        Vendor.RefusedKeys.Clear();
        var more = await submitter.EnterAsync(3);
        foreach (var id in more)
            (await submitter.SubmittedAsync(id)).Account.ShouldBe("default");
    }

    [Fact]
    public async Task A_paused_account_is_tried_again_soon_if_the_try_was_one_too_many_in_a_second()
    {
        Vendor.Surprises.Enqueue(StubVendor.Error(401, "InvalidApiKey"));
        Vendor.Surprises.Enqueue(StubVendor.Error(429, "Throttling.RateQuota"));
        await using var submitter = await StartAsync(("Accounts:0:SubmitsPerSecond", "2"));

        var ids = await submitter.EnterAsync(3);

        foreach (var id in ids)
            (await submitter.SubmittedAsync(id)).Account.ShouldBe("default");
        (await submitter.Service<IDocuments<AccountState>>().FindAsync("default"))!.PausedFor.ShouldBeNull();
    }
}
