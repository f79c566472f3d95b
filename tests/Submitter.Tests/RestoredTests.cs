using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Wan.DashScope.Requests;
using Wan.Fixtures;
using Wan.Storage;
using Wan.Submitter.Line;
using Wan.Submitter.Posting;
using Wan.Submitter.Quotas;
using Wan.Submitter.Repairs;
using Wan.Submitter.Restores;

namespace Wan.Submitter.Tests;

/// <summary>Documents that were put back from a backup: what may have been POSTed since is not POSTed.</summary>
public sealed class RestoredTests : SubmitterTest
{
    private IConfiguration Configuration => new ConfigurationBuilder().AddInMemoryCollection([new("Storage:Directory", Folder.Path)]).Build();

    [Fact]
    public async Task What_may_have_been_posted_since_the_backup_is_given_up_and_what_has_its_task_goes_on()
    {
        var now = DateTimeOffset.UtcNow;
        var (waiting, again, posting, uncertain, submitted) = (Waiting(), Posting(), Posting(), Posting(), Posting());
        again.Attempt!.Outcome = "throttled_rate";
        again.ReturnToLine();
        uncertain.Doubt(new() { Code = "submission_uncertain", Message = "Lost." }, now, now);
        submitted.Accept(new VendorTask("task", "default", submitted.Attempt!.Id, "request", now), now.AddHours(1));
        await using (var stored = SubmitterUnderTest.Stored(Folder))
        {
            foreach (var submission in (Submission[])[waiting, again, posting, uncertain, submitted])
                (await stored.GetRequiredService<IDocuments<Submission>>().InsertAsync(submission)).ShouldBeTrue();
        }

        (await RestoredLine.GiveUpAsync(Configuration, CancellationToken.None)).ShouldBe(4);
        (await RestoredLine.GiveUpAsync(Configuration, CancellationToken.None)).ShouldBe(0);
        await using var submitter = await StartAsync(("Submitter:SilentAfter", "00:00:00.5"));
        await submitter.SubmitAnotherAsync();

        foreach (var submission in (Submission[])[waiting, again, posting, uncertain])
        {
            var found = await submitter.InStateAsync(submission.Id, SubmissionState.Refused);
            (found.Error!.Code, found.AttemptCount).ShouldBe(("submission_restored", submission.AttemptCount));
        }

        (await submitter.InStateAsync(submitted.Id, SubmissionState.Submitted)).Task!.TaskId.ShouldBe("task");
        Vendor.Posts.Count.ShouldBe(1);
    }

    [Fact]
    public async Task What_was_accepted_before_and_comes_into_the_line_only_afterwards_is_given_up_too()
    {
        var (before, after) = (SubmitterUnderTest.Command(), SubmitterUnderTest.Command());
        await RestoredLine.GiveUpAsync(Configuration, CancellationToken.None);
        after = after with { CreatedAt = DateTimeOffset.UtcNow };
        await using var submitter = await StartAsync();

        await submitter.HandleAsync(before);
        await submitter.HandleAsync(after);

        await submitter.InStateAsync(after.GenerationId, SubmissionState.Submitted);
        (await submitter.InStateAsync(before.GenerationId, SubmissionState.Refused)).Error!.Code.ShouldBe("submission_restored");
        Vendor.Posts.Count.ShouldBe(1);
    }

    private static Submission Waiting()
    {
        var command = SubmitterUnderTest.WithoutBody(SubmitterUnderTest.Command());
        return new Submission
        {
            Id = command.GenerationId, CreatedAt = DateTimeOffset.UtcNow, DueAt = DateTimeOffset.UtcNow, Model = command.Model, BodyBytes = command.BodyBytes,
            RequestHash = command.RequestHash, PromptSha256 = command.PromptSha256, Tenant = command.Tenant, Rank = Priorities.Rank(1, 0),
        };
    }

    private static Submission Posting()
    {
        var (submission, now) = (Waiting(), DateTimeOffset.UtcNow);
        submission.Begin(new Reservation(submission.Id, "default", Guid.CreateVersion7().ToString(), now), now, now, "mark");
        return submission;
    }
}
