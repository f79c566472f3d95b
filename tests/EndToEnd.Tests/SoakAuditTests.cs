using System.Text.Json;
using Wan.Fixtures;
using Wan.Soak;

namespace Wan.EndToEnd.Tests;

/// <summary>What the audit of a soak lets pass and what it does not.</summary>
public sealed class SoakAuditTests
{
    private static readonly Order TheOrder = Order.Make(1);

    [Fact]
    public void A_generation_with_its_only_task_is_no_fault() =>
        Find([Completed("task-1")], [Task("task-1")]).ShouldBeEmpty();

    [Fact]
    public void A_second_task_is_paid_twice() =>
        Find([Completed("task-1")], [Task("task-1"), Task("task-2")]).ShouldHaveSingleItem().Figure.ShouldBe(Figure.PaidTwice);

    [Fact]
    public void A_second_task_that_is_told_is_no_fault()
    {
        var told = Completed("task-1") with
        {
            Cost = JsonSerializer.SerializeToElement(new { orphaned = "1.00" }),
            Timeline = [new GenerationTimelineEntry { What = "orphaned", Detail = "task-2" }],
        };

        Find([told], [Task("task-1"), Task("task-2")]).ShouldBeEmpty();
    }

    [Fact]
    public void A_task_of_somebody_else_is_a_wrong_video_and_leaves_the_own_one_unused() =>
        Find([Completed("theirs")], [Task("task-1"), Task("theirs", $"{ForeignClient.Subject} 1: somebody dances.")])
            .Select(fault => fault.Figure).ShouldBe([Figure.WrongVideos, Figure.PaidTwice]);

    [Fact]
    public void A_task_that_two_generations_have_is_a_wrong_video() =>
        Find([Completed("task-1"), Completed("task-1")], [Task("task-1")]).ShouldHaveSingleItem().Figure.ShouldBe(Figure.WrongVideos);

    [Fact]
    public void A_failure_is_a_loss_unless_its_task_has_failed()
    {
        Find([Ended("failed", "task-1")], [Task("task-1", status: "FAILED")]).ShouldBeEmpty();
        Find([Ended("failed", "task-1")], [Task("task-1")]).ShouldHaveSingleItem().Figure.ShouldBe(Figure.Lost);
        Find([Ended("failed", null)], []).ShouldHaveSingleItem().Figure.ShouldBe(Figure.Lost);
    }

    [Theory]
    [InlineData("submitting")]
    [InlineData("uncertain")]
    public void A_generation_without_an_end_is_stuck(string status) =>
        Find([Ended(status, null)], []).ShouldHaveSingleItem().Figure.ShouldBe(Figure.Stuck);

    [Fact]
    public void A_message_and_a_due_document_are_left()
    {
        var outcome = new Outcome([], Ledger([]), new Dictionary<string, long> { ["wan.submitter_error"] = 1, ["wan.submitter"] = 0 }, ["submitter.submissions 1"]);

        Audit.Faults(outcome, new Dictionary<string, string>()).Select(fault => fault.Figure).ShouldBe([Figure.MessagesLeft, Figure.DocumentsLeft]);
    }

    private static List<Fault> Find(IReadOnlyList<Generation> generations, IReadOnlyList<LedgerTask> tasks) =>
    [
        .. Audit.Faults(
            new Outcome([.. generations.Select(generation => (TheOrder, generation))], Ledger(tasks), new Dictionary<string, long>(), []),
            new Dictionary<string, string>()),
    ];

    private static Generation Completed(string taskId) => Ended("completed", taskId);

    private static Generation Ended(string status, string? taskId) => new() { Id = Guid.NewGuid().ToString(), Status = status, TaskId = taskId };

    private static LedgerTask Task(string id, string? prompt = null, string status = "SUCCEEDED") =>
        new() { Id = id, Model = TheOrder.Model, Prompt = prompt ?? TheOrder.Prompt, Status = status };

    private static Ledger Ledger(IReadOnlyList<LedgerTask> tasks) => new() { Counters = new Dictionary<string, long>(), Tasks = tasks };
}
