using Wan.Fixtures;
using Wan.Submitter.Line;

namespace Wan.Submitter.Tests;

public sealed class LineTests
{
    [Fact]
    public void Three_tenants_with_weights_1_1_2_and_unequal_backlogs_get_their_shares()
    {
        var line = NewLine();
        var waiting = new List<(long Tag, string Tenant)>();
        Enter("a", 1, 400);
        Enter("b", 1, 900);
        Enter("c", 2, 600);

        var started = waiting.Order().Take(1000).CountBy(entry => entry.Tenant).ToDictionary();

        started["a"].ShouldBeInRange(238, 262);
        started["b"].ShouldBeInRange(238, 262);
        started["c"].ShouldBeInRange(475, 525);

        void Enter(string tenant, double weight, int count)
        {
            for (var i = 0; i < count; i++)
                waiting.Add((FairTags.Next(line, 1, tenant, weight, virtualTime: 0), tenant));
        }
    }

    [Fact]
    public void Who_comes_late_starts_at_the_virtual_time_and_not_before_all_others()
    {
        var line = NewLine();
        var early = Enumerable.Range(0, 100).Select(_ => FairTags.Next(line, 1, "early", 1, 0)).ToList();

        var late = FairTags.Next(line, 1, "late", 1, virtualTime: early[50]);

        late.ShouldBe(early[50]);
    }

    [Fact]
    public void A_tenant_whose_promises_are_past_is_forgotten()
    {
        var line = NewLine();
        var tag = FairTags.Next(line, 1, "a", 1, 0);

        FairTags.Forget(line, 1, tag + FairTags.Cost);

        line.Finish[1].ShouldBeEmpty();
    }

    [Fact]
    public void A_higher_priority_ranks_before_any_tag_of_a_lower_one()
    {
        var highest = Priorities.Rank(0, (1L << 60) - 1);

        highest.ShouldBeLessThan(Priorities.Rank(1, 0));
        Priorities.PriorityOf(highest).ShouldBe(0);
        Priorities.TagOf(Priorities.Rank(2, 77)).ShouldBe(77);
        Priorities.Rank(2, 0).ShouldBeGreaterThan(Priorities.Rank(1, (1L << 60) - 1));
    }

    [Fact]
    public async Task The_line_starts_tenants_by_weight_and_high_before_normal()
    {
        using var folder = new TemporaryFolder();
        await using var vendor = await StubVendor.StartAsync();
        await using var submitter = await SubmitterUnderTest.StartAsync(
            folder, vendor.BaseUrl, ("Submitter:Weights:c", "2"), ("Accounts:0:RunningTasks", "1"));
        var first = await submitter.EnterAsync(1);
        await submitter.SubmittedAsync(first[0]);
        string[] tenants = [.. Enumerable.Repeat("a", 25), .. Enumerable.Repeat("b", 60), .. Enumerable.Repeat("c", 45)];
        var ids = await submitter.EnterAsync(tenants.Length, number => SubmitterUnderTest.Command(tenant: tenants[number]));
        var high = await submitter.EnterAsync(1, _ => SubmitterUnderTest.Command(tenant: "a", priority: "high"));

        var started = new List<string>();
        var current = first[0];
        for (var i = 0; i < 81; i++)
        {
            await submitter.EndTaskAsync(await submitter.SubmittedAsync(current));
            await Eventually.UntilAsync(() => vendor.Tasks.Count == i + 2, "the next task");
            current = vendor.Tasks.Last().Prompt.Split(' ')[^1];
            started.Add(current);
        }

        started[0].ShouldBe(high[0]);
        var shares = started.Skip(1).CountBy(id => tenants[ids.IndexOf(id)]).ToDictionary();
        shares["a"].ShouldBeInRange(19, 21);
        shares["b"].ShouldBeInRange(19, 21);
        shares["c"].ShouldBeInRange(38, 42);
    }

    [Fact]
    public async Task A_low_priority_generation_starts_within_its_ageing_bound_though_high_ones_keep_coming()
    {
        using var folder = new TemporaryFolder();
        await using var vendor = await StubVendor.StartAsync();
        await using var submitter = await SubmitterUnderTest.StartAsync(
            folder, vendor.BaseUrl, ("Submitter:AgeingBound", "00:00:01"), ("Accounts:0:RunningTasks", "1"));
        var current = (await submitter.EnterAsync(1))[0];
        await submitter.SubmittedAsync(current);
        var low = (await submitter.EnterAsync(1, _ => SubmitterUnderTest.Command(priority: "low")))[0];
        await submitter.EnterAsync(30, _ => SubmitterUnderTest.Command(priority: "high"));
        await submitter.EnterAsync(1, _ => SubmitterUnderTest.Command(priority: "high"));
        var due = (await submitter.Submissions.FindAsync(low))!.CreatedAt.AddSeconds(1);

        var startedAfterDue = 0;
        for (var i = 0; current != low; i++)
        {
            if (DateTimeOffset.UtcNow > due)
                startedAfterDue++;
            await submitter.EndTaskAsync(await submitter.SubmittedAsync(current));
            await Eventually.UntilAsync(() => vendor.Tasks.Count == i + 2, "the next task");
            current = vendor.Tasks.Last().Prompt.Split(' ')[^1];
            await submitter.EnterAsync(1, _ => SubmitterUnderTest.Command(priority: "high"));
        }

        startedAfterDue.ShouldBeInRange(1, 2);
    }

    private static LineState NewLine() => new() { Id = "m", CreatedAt = DateTimeOffset.UnixEpoch };
}
