using Microsoft.Extensions.Logging.Abstractions;

namespace Wan.Storage.Tests;

public abstract partial class DocumentsConformance
{
    [SkippableFact]
    public async Task A_claim_takes_what_is_due_and_leaves_the_rest()
    {
        await InsertDueAsync("due", Noon);
        await InsertDueAsync("later", Noon.AddTicks(1));
        await InsertDueAsync("finished", null);

        var claimed = await letters.ClaimDueAsync(Claim(Noon));

        var letter = claimed.ShouldHaveSingleItem();
        letter.Id.ShouldBe("due");
        letter.Version.ShouldBe(2);
        letter.DueAt.ShouldBe(Noon.AddMinutes(1));
        (await letters.FindAsync("due")).ShouldBeEquivalentTo(letter);
        (await letters.FindAsync("later")).ShouldNotBeNull().Version.ShouldBe(1);
    }

    [SkippableFact]
    public async Task What_a_dead_claimant_held_is_due_again_when_its_lease_ends()
    {
        await InsertDueAsync("a", Noon);
        (await letters.ClaimDueAsync(Claim(Noon))).ShouldHaveSingleItem();

        (await letters.ClaimDueAsync(Claim(Noon.AddMinutes(1).AddTicks(-1)))).ShouldBeEmpty();

        var next = (await Open().ClaimDueAsync(Claim(Noon.AddMinutes(1)))).ShouldHaveSingleItem();
        next.Version.ShouldBe(3);
    }

    [SkippableFact]
    public async Task What_is_given_back_is_due_at_once_but_for_what_somebody_else_has_written()
    {
        foreach (var id in new[] { "a", "b", "c" })
            await InsertDueAsync(id, Noon);
        var claimed = (await letters.ClaimDueAsync(Claim(Noon))).OrderBy(letter => letter.Id).ToList();
        var other = (await letters.FindAsync("b")).ShouldNotBeNull();
        other.DueAt = Noon.AddDays(1);
        (await letters.ReplaceAsync(other)).ShouldBeTrue();

        await letters.GiveBackAsync(claimed, Noon.AddSeconds(1));

        (await Open().ClaimDueAsync(Claim(Noon))).ShouldBeEmpty();
        (await Open().ClaimDueAsync(Claim(Noon.AddSeconds(1)))).Select(letter => letter.Id).ShouldBe(["a", "c"], ignoreOrder: true);
        (await letters.FindAsync("b")).ShouldNotBeNull().DueAt.ShouldBe(Noon.AddDays(1));
    }

    [SkippableFact]
    public async Task Who_holds_a_claim_no_longer_cannot_write()
    {
        await InsertDueAsync("a", Noon);
        var slow = (await letters.ClaimDueAsync(Claim(Noon))).ShouldHaveSingleItem();
        var quick = (await letters.ClaimDueAsync(Claim(Noon.AddMinutes(2)))).ShouldHaveSingleItem();
        quick.DueAt = null;

        (await letters.ReplaceAsync(quick)).ShouldBeTrue();
        (await letters.ReplaceAsync(slow)).ShouldBeFalse();
        (await letters.ClaimDueAsync(Claim(Noon.AddDays(1)))).ShouldBeEmpty();
    }

    [SkippableFact]
    public async Task The_longest_due_are_claimed_first()
    {
        foreach (var minute in new[] { 3, 1, 5, 2, 4 })
            await InsertDueAsync($"m{minute}", Noon.AddMinutes(minute));

        var claimed = await letters.ClaimDueAsync(Claim(Noon.AddHours(1), limit: 3));

        claimed.Select(letter => letter.Id).ShouldBe(["m1", "m2", "m3"]);
    }

    [SkippableFact]
    public async Task The_lowest_rank_of_a_group_is_claimed_first()
    {
        foreach (var (rank, group) in new[] { (3, "x"), (1, "y"), (2, "x"), (4, "x"), (0, "y"), (1, "x") })
            await InsertRankedAsync($"{group}{rank}", group, rank, Noon.AddMinutes(-rank));

        var claimed = await letters.ClaimDueAsync(Claim(Noon, limit: 3) with { Group = "x", Order = ClaimOrder.LowestRank });

        claimed.Select(letter => letter.Id).ShouldBe(["x1", "x2", "x3"]);
    }

    [SkippableFact]
    public async Task A_claim_of_a_group_leaves_other_groups_alone()
    {
        await InsertRankedAsync("x", "x", 1);
        await InsertRankedAsync("y", "y", 1);
        await InsertRankedAsync("none", null, 1);

        (await letters.ClaimDueAsync(Claim(Noon) with { Group = "y" })).ShouldHaveSingleItem().Id.ShouldBe("y");
        (await letters.ClaimDueAsync(Claim(Noon) with { Group = "z" })).ShouldBeEmpty();
        (await letters.ClaimDueAsync(Claim(Noon))).Select(letter => letter.Id).ShouldBe(["none", "x"], ignoreOrder: true);
    }

    [SkippableFact]
    public async Task Documents_that_are_not_due_yet_do_not_hide_those_that_are()
    {
        await InsertRankedAsync("first", "x", 1, Noon.AddHours(1));
        await InsertRankedAsync("second", "x", 2);

        var claimed = await letters.ClaimDueAsync(Claim(Noon, limit: 1) with { Group = "x", Order = ClaimOrder.LowestRank });

        claimed.ShouldHaveSingleItem().Id.ShouldBe("second");
    }

    [SkippableFact]
    public async Task Due_times_can_be_ignored_and_every_unfinished_document_claimed_once()
    {
        for (var i = 0; i < 25; i++)
            await InsertDueAsync($"a{i}", Noon.AddHours(i - 5));
        await InsertDueAsync("finished", null);
        var claim = Claim(Noon, limit: 10) with { IgnoreDueTime = true };

        var ids = new List<string>();
        while (ids.Count <= 25 && await letters.ClaimDueAsync(claim) is { Count: > 0 } claimed)
            ids.AddRange(claimed.Select(letter => letter.Id));

        ids.Count.ShouldBe(25);
        ids.ShouldBeUnique();
        ids.ShouldNotContain("finished");
    }

    [SkippableFact]
    public async Task Many_claimants_at_once_never_get_the_same_document()
    {
        const int Count = 1_000;
        await Task.WhenAll(Enumerable.Range(0, Count).Select(i => InsertRankedAsync($"a{i}", "x", i)));
        var claimants = Enumerable.Range(0, 6).Select(_ => Open()).ToArray();

        var claimed = await Task.WhenAll(Enumerable.Range(0, 18).Select(i => Task.Run(async () =>
        {
            var mine = new List<string>();
            var claim = Claim(Noon, limit: 7) with { Group = i % 3 == 0 ? null : "x", Order = i % 3 == 1 ? ClaimOrder.LowestRank : ClaimOrder.OldestDue };
            while (await claimants[i % claimants.Length].ClaimDueAsync(claim) is { Count: > 0 } some)
                mine.AddRange(some.Select(letter => letter.Id));
            return mine;
        })));

        var all = claimed.SelectMany(mine => mine).ToList();
        all.ShouldBeUnique();
        all.Count.ShouldBe(Count);
    }

    [SkippableFact]
    public async Task A_claim_that_makes_no_sense_is_refused()
    {
        await Should.ThrowAsync<ArgumentException>(() => letters.ClaimDueAsync(Claim(Noon, limit: 0)));
        await Should.ThrowAsync<ArgumentException>(() => letters.ClaimDueAsync(Claim(Noon, limit: 10_001)));
        await Should.ThrowAsync<ArgumentException>(() => letters.ClaimDueAsync(Claim(Noon) with { Lease = TimeSpan.Zero }));
        await Should.ThrowAsync<ArgumentException>(() => letters.ClaimDueAsync(Claim(Noon) with { Order = ClaimOrder.LowestRank }));
    }

    [SkippableFact]
    public async Task Unfinished_documents_before_a_rank_are_counted_in_their_group()
    {
        for (var rank = 0; rank < 5; rank++)
            await InsertRankedAsync($"x{rank}", "x", rank);
        await InsertRankedAsync("y0", "y", 0);
        await InsertRankedAsync("none0", null, 0);
        var finished = (await letters.FindAsync("x1")).ShouldNotBeNull();
        finished.DueAt = null;
        await letters.ReplaceAsync(finished);

        (await letters.CountBeforeAsync("x", 0)).ShouldBe(0);
        (await letters.CountBeforeAsync("x", 3)).ShouldBe(2);
        (await letters.CountBeforeAsync("x", 100)).ShouldBe(4);
        (await letters.CountBeforeAsync(null, 100)).ShouldBe(1);
        (await letters.CountBeforeAsync("z", 100)).ShouldBe(0);
    }

    [SkippableFact]
    public async Task What_is_due_later_than_a_time_is_found_the_latest_first()
    {
        foreach (var hour in new[] { 1, 3, 2, 4 })
            await InsertRankedAsync($"x{hour}", hour % 2 == 0 ? "even" : "odd", hour, Noon.AddHours(hour));
        await InsertDueAsync("finished", null);

        (await letters.DueAfterAsync(Noon.AddHours(1), 10)).Select(letter => letter.Id).ShouldBe(["x4", "x3", "x2"]);
        (await letters.DueAfterAsync(Noon, 1)).ShouldHaveSingleItem().ShouldBeEquivalentTo(await letters.FindAsync("x4"));
        (await letters.DueAfterAsync(Noon, 10, "odd")).Select(letter => letter.Id).ShouldBe(["x3", "x1"]);
        (await letters.DueAfterAsync(Noon.AddHours(4), 10)).ShouldBeEmpty();
    }

    [SkippableFact]
    public async Task What_a_claimant_whose_clock_is_ahead_holds_for_hours_is_drawn_in_and_taken_from_it()
    {
        await InsertRankedAsync("held", "x", 1, Noon);
        await InsertRankedAsync("right", "x", 2, Noon.AddMinutes(1));
        await InsertRankedAsync("other", "y", 3, Noon.AddHours(3));
        var ahead = (await letters.ClaimDueAsync(Claim(Noon.AddHours(2), limit: 1) with { Group = "x" })).ShouldHaveSingleItem();

        var drawn = await Open().DrawInAsync("x", Noon.AddMinutes(1), letter => letter.DueAt = Noon, NullLogger.Instance, CancellationToken.None);

        drawn.ShouldBe(1);
        (await letters.ReplaceAsync(ahead)).ShouldBeFalse();
        (await letters.ClaimDueAsync(Claim(Noon) with { Group = "x" })).ShouldHaveSingleItem().Id.ShouldBe("held");
        (await letters.FindAsync("right")).ShouldNotBeNull().Version.ShouldBe(1);
        (await letters.FindAsync("other")).ShouldNotBeNull().Version.ShouldBe(1);
    }

    private static DueClaim Claim(DateTimeOffset now, int limit = 100) => new() { Now = now, Lease = TimeSpan.FromMinutes(1), Limit = limit };

    private async Task InsertDueAsync(string id, DateTimeOffset? dueAt)
    {
        var letter = NewLetter(id);
        letter.DueAt = dueAt;
        (await letters.InsertAsync(letter)).ShouldBeTrue();
    }

    private async Task InsertRankedAsync(string id, string? group, long rank, DateTimeOffset? dueAt = null)
    {
        var letter = NewLetter(id);
        letter.DueAt = dueAt ?? Noon;
        letter.Group = group;
        letter.Rank = rank;
        (await letters.InsertAsync(letter)).ShouldBeTrue();
    }
}
