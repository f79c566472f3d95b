using Wan.Submitter.Uploads;

namespace Wan.Submitter.Tests;

/// <summary>What becomes of a submission whose files have come to one more account.</summary>
public sealed class SubmissionFilesTests
{
    private static readonly DateTimeOffset Now = new(2026, 12, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly UploadedFiles There = new(Now.AddHours(20), new() { ["file"] = "oss://there" });

    [Fact]
    public void One_that_waits_for_it_may_be_started_at_once()
    {
        var submission = Waiting(isReady: false, dueAt: Now.AddSeconds(10));

        submission.TryAddFiles("second", There, areEverywhere: true, Now).ShouldBeTrue();

        (submission.Files!.IsReady, submission.Files.Wanted, submission.Files.Setbacks, submission.DueAt).ShouldBe((true, null, 0, submission.CreatedAt));
        submission.Files.At["second"].ShouldBe(There);
    }

    [Fact]
    public void One_that_may_be_started_elsewhere_may_be_started_there_too()
    {
        var submission = Waiting(isReady: true, dueAt: Now.AddMinutes(-1));
        submission.Files!.At["first"] = There;

        submission.TryAddFiles("second", There, areEverywhere: false, Now).ShouldBeTrue();

        submission.Files.At.Keys.ShouldBe(["first", "second"]);
        submission.Files.Setbacks.ShouldBe(3); // At another one it is not yet.
    }

    [Fact]
    public void One_that_is_about_to_be_started_elsewhere_is_let_alone() =>
        Waiting(isReady: true, dueAt: Now.AddSeconds(10)).TryAddFiles("second", There, areEverywhere: true, Now).ShouldBeFalse();

    [Theory]
    [InlineData((int)SubmissionState.Posting)]
    [InlineData((int)SubmissionState.Uncertain)]
    [InlineData((int)SubmissionState.Submitted)]
    [InlineData((int)SubmissionState.Withdrawn)]
    public void One_that_has_left_the_line_is_let_alone(int state)
    {
        var submission = Waiting(isReady: true, dueAt: Now.AddMinutes(-1));
        submission.State = (SubmissionState)state;

        submission.TryAddFiles("second", There, areEverywhere: true, Now).ShouldBeFalse();

        submission.Files!.At.ShouldBeEmpty();
    }

    private static Submission Waiting(bool isReady, DateTimeOffset dueAt) => new()
    {
        Id = "1", CreatedAt = Now.AddMinutes(-1), DueAt = dueAt, Model = "wan2.7-r2v", RequestHash = "", Tenant = "acme", Rank = 1,
        Files = new() { Ids = ["file"], IsReady = isReady, Wanted = "second", Setbacks = 3 },
    };
}
