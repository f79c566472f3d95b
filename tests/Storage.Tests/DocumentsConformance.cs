using System.Globalization;

namespace Wan.Storage.Tests;

/// <summary>What every implementation of <see cref="IDocuments{T}"/> must do.</summary>
public abstract class DocumentsConformance : IAsyncLifetime
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private IStoreFixture fixture = null!;
    private IDocuments<Letter> letters = null!;

    protected abstract IStoreFixture CreateFixture();

    public Task InitializeAsync()
    {
        fixture = CreateFixture();
        letters = Open();
        return Task.CompletedTask;
    }

    public Task DisposeAsync() => fixture.DisposeAsync().AsTask();

    [Fact]
    public async Task What_is_inserted_is_found_as_it_was()
    {
        var letter = NewLetter("a");
        letter.DueAt = Noon.AddTicks(1_234_567);
        letter.Text = "\"quoted\", {\"$date\": 1}, 万相, \u0001, 😀";
        letter.UniqueKey = "key";

        (await letters.InsertAsync(letter)).ShouldBeTrue();

        letter.Version.ShouldBe(1);
        var found = (await letters.FindAsync("a")).ShouldNotBeNull();
        found.ShouldBeEquivalentTo(letter);
        (await letters.FindByUniqueKeyAsync("key")).ShouldBeEquivalentTo(letter);
        (await letters.FindAsync("b")).ShouldBeNull();
        (await letters.FindByUniqueKeyAsync("a")).ShouldBeNull();
    }

    [Fact]
    public async Task A_second_process_sees_what_the_first_has_written()
    {
        var other = Open();
        await letters.InsertAsync(NewLetter("a"));

        var found = (await other.FindAsync("a")).ShouldNotBeNull();
        found.Text = "changed";
        (await other.ReplaceAsync(found)).ShouldBeTrue();

        (await letters.FindAsync("a")).ShouldNotBeNull().Text.ShouldBe("changed");
    }

    [Fact]
    public async Task Of_many_inserts_of_one_id_one_wins()
    {
        var rivals = Enumerable.Range(0, 4).Select(_ => Open()).ToArray();
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 40).Select(i => Task.Run(async () =>
        {
            var letter = NewLetter("same");
            letter.Text = i.ToString(CultureInfo.InvariantCulture);
            return (letter, won: await rivals[i % rivals.Length].InsertAsync(letter));
        })));

        var winner = outcomes.Where(outcome => outcome.won).ShouldHaveSingleItem().letter;
        (await letters.FindAsync("same")).ShouldNotBeNull().Text.ShouldBe(winner.Text);
        outcomes.Where(outcome => !outcome.won).ShouldAllBe(outcome => outcome.letter.Version == 0);
    }

    [Fact]
    public async Task Of_many_inserts_of_one_unique_key_one_wins()
    {
        var rivals = Enumerable.Range(0, 4).Select(_ => Open()).ToArray();
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 40).Select(i => Task.Run(async () =>
        {
            var letter = NewLetter($"id-{i}");
            letter.UniqueKey = "same";
            return (letter, won: await rivals[i % rivals.Length].InsertAsync(letter));
        })));

        var winner = outcomes.Where(outcome => outcome.won).ShouldHaveSingleItem().letter;
        (await letters.FindByUniqueKeyAsync("same")).ShouldNotBeNull().Id.ShouldBe(winner.Id);
        (await letters.PageAsync(new PageQuery { Limit = 100 })).Items.ShouldHaveSingleItem().Id.ShouldBe(winner.Id);
    }

    [Fact]
    public async Task Documents_without_a_unique_key_do_not_collide()
    {
        (await letters.InsertAsync(NewLetter("a"))).ShouldBeTrue();
        (await letters.InsertAsync(NewLetter("b"))).ShouldBeTrue();
    }

    [Fact]
    public async Task A_replaced_unique_key_is_free_again()
    {
        var letter = NewLetter("a");
        letter.UniqueKey = "first";
        await letters.InsertAsync(letter);
        letter.UniqueKey = "second";
        await letters.ReplaceAsync(letter);

        (await letters.FindByUniqueKeyAsync("first")).ShouldBeNull();
        (await letters.FindByUniqueKeyAsync("second")).ShouldNotBeNull().Id.ShouldBe("a");
    }

    [Fact]
    public async Task A_unique_key_of_another_document_cannot_be_taken_over()
    {
        var first = NewLetter("a");
        first.UniqueKey = "key";
        var second = NewLetter("b");
        await letters.InsertAsync(first);
        await letters.InsertAsync(second);
        second.UniqueKey = "key";

        await Should.ThrowAsync<StorageException>(() => letters.ReplaceAsync(second));

        (await letters.FindByUniqueKeyAsync("key")).ShouldNotBeNull().Id.ShouldBe("a");
        second.Version.ShouldBe(1);
    }

    [Fact]
    public async Task A_replace_that_lost_the_race_changes_nothing()
    {
        await letters.InsertAsync(NewLetter("a"));
        var first = (await letters.FindAsync("a")).ShouldNotBeNull();
        var second = (await letters.FindAsync("a")).ShouldNotBeNull();
        first.Text = "first";
        second.Text = "second";

        (await letters.ReplaceAsync(first)).ShouldBeTrue();
        (await letters.ReplaceAsync(second)).ShouldBeFalse();

        first.Version.ShouldBe(2);
        second.Version.ShouldBe(1);
        (await letters.FindAsync("a")).ShouldNotBeNull().Text.ShouldBe("first");
    }

    [Fact]
    public async Task A_document_that_is_not_there_cannot_be_replaced()
    {
        var letter = NewLetter("a");
        letter.Version = 1;

        (await letters.ReplaceAsync(letter)).ShouldBeFalse();
        (await letters.FindAsync("a")).ShouldBeNull();
    }

    [Fact]
    public async Task Compare_and_set_by_many_loses_no_change()
    {
        await letters.InsertAsync(NewLetter("a"));
        var rivals = Enumerable.Range(0, 4).Select(_ => Open()).ToArray();

        await Task.WhenAll(Enumerable.Range(0, 40).Select(i => Task.Run(async () =>
        {
            while (true)
            {
                var letter = (await rivals[i % rivals.Length].FindAsync("a")).ShouldNotBeNull();
                letter.Readers++;
                if (await rivals[i % rivals.Length].ReplaceAsync(letter))
                    return;
            }
        })));

        var result = (await letters.FindAsync("a")).ShouldNotBeNull();
        result.Readers.ShouldBe(40);
        result.Version.ShouldBe(41);
    }

    [Fact]
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

    [Fact]
    public async Task What_a_dead_claimant_held_is_due_again_when_its_lease_ends()
    {
        await InsertDueAsync("a", Noon);
        (await letters.ClaimDueAsync(Claim(Noon))).ShouldHaveSingleItem();

        (await letters.ClaimDueAsync(Claim(Noon.AddMinutes(1).AddTicks(-1)))).ShouldBeEmpty();

        var next = (await Open().ClaimDueAsync(Claim(Noon.AddMinutes(1)))).ShouldHaveSingleItem();
        next.Version.ShouldBe(3);
    }

    [Fact]
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

    [Fact]
    public async Task The_longest_due_are_claimed_first()
    {
        foreach (var minute in new[] { 3, 1, 5, 2, 4 })
            await InsertDueAsync($"m{minute}", Noon.AddMinutes(minute));

        var claimed = await letters.ClaimDueAsync(Claim(Noon.AddHours(1), limit: 3));

        claimed.Select(letter => letter.Id).ShouldBe(["m1", "m2", "m3"]);
    }

    [Fact]
    public async Task The_lowest_rank_of_a_group_is_claimed_first()
    {
        foreach (var (rank, group) in new[] { (3, "x"), (1, "y"), (2, "x"), (4, "x"), (0, "y"), (1, "x") })
            await InsertRankedAsync($"{group}{rank}", group, rank);

        var claimed = await letters.ClaimDueAsync(Claim(Noon, limit: 3) with { Group = "x", Order = ClaimOrder.LowestRank });

        claimed.Select(letter => letter.Id).ShouldBe(["x1", "x2", "x3"]);
    }

    [Fact]
    public async Task A_claim_of_a_group_leaves_other_groups_alone()
    {
        await InsertRankedAsync("x", "x", 1);
        await InsertRankedAsync("y", "y", 1);
        await InsertRankedAsync("none", null, 1);

        (await letters.ClaimDueAsync(Claim(Noon) with { Group = "y" })).ShouldHaveSingleItem().Id.ShouldBe("y");
        (await letters.ClaimDueAsync(Claim(Noon) with { Group = "z" })).ShouldBeEmpty();
        (await letters.ClaimDueAsync(Claim(Noon))).Select(letter => letter.Id).ShouldBe(["none", "x"], ignoreOrder: true);
    }

    [Fact]
    public async Task Documents_that_are_not_due_yet_do_not_hide_those_that_are()
    {
        await InsertRankedAsync("first", "x", 1, Noon.AddHours(1));
        await InsertRankedAsync("second", "x", 2);

        var claimed = await letters.ClaimDueAsync(Claim(Noon, limit: 1) with { Group = "x", Order = ClaimOrder.LowestRank });

        claimed.ShouldHaveSingleItem().Id.ShouldBe("second");
    }

    [Fact]
    public async Task Due_times_can_be_ignored_and_every_unfinished_document_claimed_once()
    {
        for (var i = 0; i < 25; i++)
            await InsertDueAsync($"a{i}", Noon.AddHours(i - 5));
        await InsertDueAsync("finished", null);
        var claim = Claim(Noon, limit: 10) with { IgnoreDueTime = true };

        var ids = new List<string>();
        while (await letters.ClaimDueAsync(claim) is { Count: > 0 } claimed)
            ids.AddRange(claimed.Select(letter => letter.Id));

        ids.Count.ShouldBe(25);
        ids.ShouldBeUnique();
        ids.ShouldNotContain("finished");
    }

    [Fact]
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

    [Fact]
    public async Task A_claim_that_makes_no_sense_is_refused()
    {
        await Should.ThrowAsync<ArgumentException>(() => letters.ClaimDueAsync(Claim(Noon, limit: 0)));
        await Should.ThrowAsync<ArgumentException>(() => letters.ClaimDueAsync(Claim(Noon, limit: 10_001)));
        await Should.ThrowAsync<ArgumentException>(() => letters.ClaimDueAsync(Claim(Noon) with { Lease = TimeSpan.Zero }));
        await Should.ThrowAsync<ArgumentException>(() => letters.ClaimDueAsync(Claim(Noon) with { Order = ClaimOrder.LowestRank }));
    }

    [Fact]
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

    [Fact]
    public async Task Pages_go_from_the_newest_to_the_oldest()
    {
        for (var i = 0; i < 7; i++)
            await letters.InsertAsync(NewLetter($"a{i}", Noon.AddSeconds(i)));

        var ids = await ReadAllAsync(new PageQuery { Limit = 3 });

        ids.ShouldBe(["a6", "a5", "a4", "a3", "a2", "a1", "a0"]);
    }

    [Fact]
    public async Task The_last_page_has_no_cursor()
    {
        for (var i = 0; i < 4; i++)
            await letters.InsertAsync(NewLetter($"a{i}", Noon.AddSeconds(i)));

        var first = await letters.PageAsync(new PageQuery { Limit = 2 });
        first.Next.ShouldNotBeNull();
        (await letters.PageAsync(new PageQuery { Limit = 2, Cursor = first.Next })).Next.ShouldBeNull();
    }

    [Fact]
    public async Task Pages_neither_repeat_nor_skip_while_documents_are_added()
    {
        for (var i = 0; i < 60; i++)
            await letters.InsertAsync(NewLetter($"old{i:00}", Noon.AddSeconds(i / 7)));

        var ids = new List<string>();
        var query = new PageQuery { Limit = 9 };
        for (var added = 0; ; added++)
        {
            var page = await letters.PageAsync(query);
            ids.AddRange(page.Items.Select(letter => letter.Id));
            if (page.Next is null)
                break;
            query = query with { Cursor = page.Next };
            await letters.InsertAsync(NewLetter($"new{added}", Noon.AddMinutes(1)));
            await letters.InsertAsync(NewLetter($"between{added}", Noon.AddSeconds(added)));
        }

        ids.ShouldBeUnique();
        ids.Where(id => id.StartsWith("old", StringComparison.Ordinal)).Order().ShouldBe(Enumerable.Range(0, 60).Select(i => $"old{i:00}"));
    }

    [Theory]
    [InlineData("failed", null)]
    [InlineData(null, "acme")]
    [InlineData("failed", "acme")]
    public async Task Pages_show_only_what_is_asked_for(string? status, string? tenant)
    {
        var all = new List<Letter>();
        for (var i = 0; i < 24; i++)
        {
            var letter = NewLetter($"a{i:00}", Noon.AddSeconds(-i));
            letter.Status = (i % 3) switch { 0 => "failed", 1 => "completed", _ => null };
            letter.Tenant = (i % 4) switch { 0 or 1 => "acme", 2 => "other", _ => null };
            await letters.InsertAsync(letter);
            all.Add(letter);
        }

        var ids = await ReadAllAsync(new PageQuery { Limit = 3, Status = status, Tenant = tenant });

        ids.ShouldBe(all.Where(letter => (status ?? letter.Status) == letter.Status && (tenant ?? letter.Tenant) == letter.Tenant).Select(letter => letter.Id));
    }

    [Theory]
    [InlineData("")]
    [InlineData("nonsense")]
    [InlineData("%%%")]
    [InlineData("MTIz")]
    public async Task A_cursor_that_no_page_ended_with_is_refused(string cursor)
    {
        var exception = await Should.ThrowAsync<ArgumentException>(() => letters.PageAsync(new PageQuery { Limit = 1, Cursor = cursor }));
        exception.Message.ShouldContain("cursor");
    }

    [Fact]
    public async Task A_page_size_out_of_range_is_refused()
    {
        await Should.ThrowAsync<ArgumentException>(() => letters.PageAsync(new PageQuery { Limit = 0 }));
        await Should.ThrowAsync<ArgumentException>(() => letters.PageAsync(new PageQuery { Limit = 1_001 }));
    }

    [Fact]
    public async Task A_cancelled_call_stores_nothing()
    {
        var cancelled = new CancellationToken(canceled: true);

        await Should.ThrowAsync<OperationCanceledException>(() => letters.InsertAsync(NewLetter("a"), cancelled));

        (await letters.FindAsync("a")).ShouldBeNull();
    }

    [Fact]
    public async Task Collections_of_one_owner_are_apart()
    {
        var others = fixture.Open().Documents("post", "parcels", LetterJson.Default.Letter);
        await letters.InsertAsync(NewLetter("a"));

        (await others.FindAsync("a")).ShouldBeNull();
        (await others.InsertAsync(NewLetter("a"))).ShouldBeTrue();
    }

    [Fact]
    public async Task A_store_that_works_says_so()
    {
        var store = fixture.Open();
        store.Documents("post", "letters", LetterJson.Default.Letter);
        await store.PrepareAsync(CancellationToken.None);

        await Should.NotThrowAsync(() => store.CheckAsync(CancellationToken.None));
    }

    private static Letter NewLetter(string id, DateTimeOffset? createdAt = null) => new() { Id = id, CreatedAt = createdAt ?? Noon };

    private static DueClaim Claim(DateTimeOffset now, int limit = 100) => new() { Now = now, Lease = TimeSpan.FromMinutes(1), Limit = limit };

    private IDocuments<Letter> Open() => fixture.Open().Documents("post", "letters", LetterJson.Default.Letter);

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

    private async Task<List<string>> ReadAllAsync(PageQuery query)
    {
        var ids = new List<string>();
        while (true)
        {
            var page = await letters.PageAsync(query);
            ids.AddRange(page.Items.Select(letter => letter.Id));
            if (page.Next is null)
                return ids;
            query = query with { Cursor = page.Next };
        }
    }
}
