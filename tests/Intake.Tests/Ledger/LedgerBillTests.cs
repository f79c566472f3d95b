using Wan.Contracts;
using Wan.Intake.Ledger;

namespace Wan.Intake.Tests.Ledger;

/// <summary>What may have been paid counts, though nobody knows how much.</summary>
public sealed class LedgerBillTests
{
    [Theory]
    [InlineData("vendor_refused", false)]
    [InlineData("vendor_failed", false)]
    [InlineData("uncertain_failed", true)]
    [InlineData("expired", true)]
    [InlineData("task_of_another", true)]
    public void One_that_was_given_up_while_nobody_knew_is_not_free(string code, bool isUnknown)
    {
        var generation = Samples.Generation("failed");
        generation.Error = new GenerationError { Code = code, Message = "It failed." };

        LedgerBill.Of(generation).IsUnknown.ShouldBe(isUnknown);
    }

    [Theory]
    [InlineData(null, false)] // It runs still.
    [InlineData("SUCCEEDED", true)]
    [InlineData("FAILED", false)]
    [InlineData("CANCELED", false)]
    public void Nor_is_a_task_beside_its_own_that_ran(string? endedAs, bool isUnknown)
    {
        var generation = Samples.Generation("cancelled");
        generation.Orphans.Add(new OrphanTask { TaskId = "other", EndedAs = endedAs });

        LedgerBill.Of(generation).IsUnknown.ShouldBe(isUnknown);
    }
}
