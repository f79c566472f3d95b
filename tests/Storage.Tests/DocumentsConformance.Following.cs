namespace Wan.Storage.Tests;

public abstract partial class DocumentsConformance
{
    [SkippableTheory]
    [InlineData(null, new[] { "d", "a", "c", "e", "b" })]
    [InlineData("acme", new[] { "d", "c", "b" })]
    public async Task What_changed_is_read_in_the_order_of_the_changes(string? tenant, string[] expected)
    {
        await InsertChangesAsync();

        (await FollowAsync(new ChangedCursor(Noon), tenant, 2)).ShouldBe(expected);
        (await FollowAsync(default, tenant, 100)).ShouldBe(expected);
    }

    [SkippableFact]
    public async Task What_changed_at_the_time_itself_is_left_out_and_of_the_same_time_only_what_was_read()
    {
        await InsertChangesAsync();

        (await FollowAsync(new ChangedCursor(Noon.AddSeconds(2)), "acme", 10)).ShouldBe(["b"]);
        (await FollowAsync(new ChangedCursor(Noon.AddSeconds(2), "c"), null, 10)).ShouldBe(["e", "b"]);
        (await FollowAsync(new ChangedCursor(Noon.AddSeconds(2), "0"), "acme", 10)).ShouldBe(["c", "b"]);
        (await FollowAsync(new ChangedCursor(DateTimeOffset.MaxValue), null, 10)).ShouldBeEmpty();
    }

    [SkippableFact]
    public async Task A_document_that_changes_comes_again_at_its_new_time_and_one_that_does_not_stays()
    {
        await InsertChangesAsync();
        var (moved, same) = ((await letters.FindAsync("d")).ShouldNotBeNull(), (await letters.FindAsync("c")).ShouldNotBeNull());
        (moved.ChangedAt, moved.Text, same.Text) = (Noon.AddSeconds(9), "moved", "same");
        (await letters.ReplaceAsync(moved)).ShouldBeTrue();
        (await letters.ReplaceAsync(same)).ShouldBeTrue();
        await letters.ClaimDueAsync(Claim(Noon.AddDays(1)));

        var found = await letters.ChangedSinceAsync(new ChangedCursor(Noon), "acme", 10);

        found.Items.Select(letter => (letter.Id, letter.Text)).ShouldBe([("c", "same"), ("b", ""), ("d", "moved")]);
        found.Next.ShouldBe(new ChangedCursor(Noon.AddSeconds(9), "d"));
    }

    [SkippableFact]
    public async Task Where_nothing_has_changed_the_place_stays_as_it_was()
    {
        await InsertChangesAsync();
        var since = new ChangedCursor(Noon.AddSeconds(3), "b");

        var found = await letters.ChangedSinceAsync(since, null, 10);

        found.Items.ShouldBeEmpty();
        found.Next.ShouldBe(since);
    }

    [SkippableFact]
    public async Task A_document_that_nobody_follows_any_more_is_not_among_the_changes()
    {
        await InsertChangesAsync();
        var letter = (await letters.FindAsync("b")).ShouldNotBeNull();
        letter.ChangedAt = null;
        (await letters.ReplaceAsync(letter)).ShouldBeTrue();

        (await FollowAsync(default, "acme", 10)).ShouldBe(["d", "c"]);
        (await FollowAsync(default, null, 10)).ShouldBe(["d", "a", "c", "e"]);
    }

    [SkippableFact]
    public async Task Changes_are_read_in_parts_and_one_that_cannot_be_read_stops_none()
    {
        await InsertChangesAsync();
        await fixture.SpoilAsync("b");

        var found = await letters.ChangedSinceAsync(new ChangedCursor(Noon), "acme", 10, IdOf);

        found.Items.ShouldBe(["d", "c"]);
        found.Next.Id.ShouldBe("b");
        await Should.ThrowAsync<ArgumentException>(() => letters.ChangedSinceAsync(default, null, 0));
        await Should.ThrowAsync<ArgumentException>(() => letters.ChangedSinceAsync(default, null, 1_001, IdOf));
    }

    private async Task InsertChangesAsync()
    {
        foreach (var (id, second, tenant) in new (string, int?, string?)[]
        {
            ("a", 2, "other"), ("b", 3, "acme"), ("c", 2, "acme"), ("d", 1, "acme"), ("e", 2, null), ("f", null, "acme"),
        })
        {
            var letter = NewLetter(id, Noon.AddMinutes(-id[0]));
            (letter.Tenant, letter.DueAt) = (tenant, Noon);
            letter.ChangedAt = second is { } seconds ? Noon.AddSeconds(seconds) : null;
            (await letters.InsertAsync(letter)).ShouldBeTrue();
        }
    }

    private async Task<List<string>> FollowAsync(ChangedCursor since, string? tenant, int limit)
    {
        var ids = new List<string>();
        while (true)
        {
            var found = await letters.ChangedSinceAsync(since, tenant, limit);
            ids.AddRange(found.Items.Select(letter => letter.Id));
            if (found.Next == since)
                return ids;
            since = found.Next;
        }
    }
}
