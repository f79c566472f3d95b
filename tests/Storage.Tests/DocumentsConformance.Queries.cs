namespace Wan.Storage.Tests;

public abstract partial class DocumentsConformance
{
    [SkippableFact]
    public async Task Documents_that_share_a_lookup_key_are_found_together_newest_first()
    {
        foreach (var (id, key, second) in new[] { ("a", "same", 1), ("b", "same", 3), ("c", "other", 2), ("d", null, 4), ("e", "same", 2) })
        {
            var letter = NewLetter(id, Noon.AddSeconds(second));
            letter.LookupKey = key;
            await letters.InsertAsync(letter);
        }

        (await ReadAllAsync(new PageQuery { Limit = 2, LookupKey = "same" })).ShouldBe(["b", "e", "a"]);
        (await ReadAllAsync(new PageQuery { Limit = 2, LookupKey = "none" })).ShouldBeEmpty();
        await Should.ThrowAsync<ArgumentException>(() => letters.PageAsync(new PageQuery { Limit = 2, LookupKey = "same", Tenant = "t" }));
        await Should.ThrowAsync<ArgumentException>(() => letters.PageAsync(new PageQuery { Limit = 2, LookupKey = "same", CreatedAfter = Noon }));
        await Should.ThrowAsync<ArgumentException>(() => letters.PageAsync(new PageQuery { Limit = 2, LookupKey = "same", CreatedBefore = Noon }));
    }

    [SkippableFact]
    public async Task A_call_that_was_not_declared_is_refused_and_named()
    {
        var plain = fixture.Open().Documents(new Collection<Letter>("post", "plain", LetterJson.Default.Letter));
        (await plain.InsertAsync(NewLetter("a"))).ShouldBeTrue();
        (await plain.FindAsync("a")).ShouldNotBeNull();
        var keyed = NewLetter("b");
        keyed.UniqueKey = "key";

        (string Query, Func<Task> Call)[] calls =
        [
            ("UniqueKey", () => plain.FindByUniqueKeyAsync("key")), ("UniqueKey", () => plain.InsertAsync(keyed)),
            ("Due", () => plain.ClaimDueAsync(Claim(Noon))), ("GroupDue", () => plain.ClaimDueAsync(Claim(Noon) with { Group = "x" })),
            ("GroupRank", () => plain.ClaimDueAsync(Claim(Noon) with { Group = "x", Order = ClaimOrder.LowestRank })),
            ("GroupRank", () => plain.CountBeforeAsync("x", 1)), ("Due", () => plain.DueAfterAsync(Noon, 1)), ("GroupDue", () => plain.DueAfterAsync(Noon, 1, "x")),
            ("Created", () => plain.PageAsync(new PageQuery { Limit = 1 })), ("Status", () => plain.PageAsync(new PageQuery { Limit = 1, Status = "s" })),
            ("Tenant", () => plain.PageAsync(new PageQuery { Limit = 1, Tenant = "t" })),
            ("TenantStatus", () => plain.PageAsync(new PageQuery { Limit = 1, Tenant = "t", Status = "s" })),
            ("Status", () => plain.CountAsync("s", null)), ("TenantStatus", () => plain.CountAsync("s", "t")),
            ("Changed", () => plain.ChangedSinceAsync(new ChangedCursor(Noon), "t", 1)), ("ChangedAll", () => plain.ChangedSinceAsync(new ChangedCursor(Noon), null, 1)),
            ("LookupKey", () => plain.PageAsync(new PageQuery { Limit = 1, LookupKey = "k" })), ("for ever", () => plain.ExpiredAsync(Noon, 1)),
        ];
        foreach (var (query, call) in calls)
        {
            var refusal = await Should.ThrowAsync<InvalidOperationException>(call);
            refusal.Message.ShouldContain("post.plain");
            refusal.Message.ShouldContain(query);
        }
    }

    [SkippableFact]
    public async Task Only_the_document_that_nobody_has_written_since_is_deleted()
    {
        await letters.InsertAsync(NewLetter("a"));
        var seen = (await letters.FindAsync("a")).ShouldNotBeNull();
        var current = (await letters.FindAsync("a")).ShouldNotBeNull();
        await letters.ReplaceAsync(current);

        (await letters.DeleteAsync(seen)).ShouldBeFalse();
        (await letters.FindAsync("a")).ShouldNotBeNull();
        (await letters.DeleteAsync(current)).ShouldBeTrue();
        (await letters.FindAsync("a")).ShouldBeNull();
        (await letters.DeleteAsync(current)).ShouldBeTrue("it is gone");
    }

    [SkippableFact]
    public async Task Finished_documents_expire_when_their_time_is_over_and_others_never_do()
    {
        var now = DateTimeOffset.UtcNow;
        await letters.InsertAsync(NewLetter("finished"));
        await InsertDueAsync("unfinished", Noon);
        await InsertDueAsync("reopened", null);
        var reopened = (await letters.FindAsync("reopened")).ShouldNotBeNull();
        reopened.DueAt = Noon;
        (await letters.ReplaceAsync(reopened)).ShouldBeTrue();
        var kept = new StorageOptions().KeepFinishedFor;

        (await letters.ExpiredAsync(now + kept - TimeSpan.FromMinutes(1), 10)).ShouldBeEmpty();
        (await letters.ExpiredAsync(now + kept + TimeSpan.FromHours(1), 10)).ShouldHaveSingleItem().Id.ShouldBe("finished");
    }

    [SkippableFact]
    public async Task One_document_that_cannot_be_read_hides_no_other()
    {
        foreach (var id in new[] { "a", "b", "c" })
            await InsertRankedAsync(id, "x", 1);
        await fixture.SpoilAsync("b");

        (await letters.PageAsync(new PageQuery { Limit = 10 })).Items.Select(letter => letter.Id).ShouldBe(["c", "a"]);
        (await ReadAllAsync(new PageQuery { Limit = 1 })).ShouldBe(["c", "a"]);
        (await letters.DueAfterAsync(Noon.AddDays(-1), 10)).Select(letter => letter.Id).ShouldBe(["a", "c"], ignoreOrder: true);
        var unreadable = await Should.ThrowAsync<UnreadableDocumentException>(() => letters.FindAsync("b"));
        unreadable.Message.ShouldContain("document b of post.letters");

        (await letters.ClaimDueAsync(Claim(Noon))).Select(letter => letter.Id).ShouldBe(["a", "c"], ignoreOrder: true);
        (await letters.ClaimDueAsync(Claim(Noon))).ShouldBeEmpty("it is put off like the others");
    }

    [SkippableFact]
    public async Task A_document_of_a_newer_schema_is_left_to_the_release_that_wrote_it()
    {
        var newer = fixture.Open().Documents(Letter.Letters with { SchemaVersion = 2 });
        (await letters.AnyAsync()).ShouldBeFalse();
        await newer.InsertAsync(NewLetter("a"));

        (await letters.AnyAsync()).ShouldBeTrue("it is there, whoever can read it");
        (await newer.FindAsync("a")).ShouldNotBeNull();
        (await Should.ThrowAsync<UnreadableDocumentException>(() => letters.FindAsync("a"))).Message.ShouldContain("newer release");
    }

    [SkippableFact]
    public async Task Text_is_stored_as_it_is_written()
    {
        const string Text = "她说 \"好\": <b>万相</b> & 'x' + 1\\2\n";
        var letter = NewLetter("a");
        letter.Text = Text;
        await letters.InsertAsync(letter);

        (await fixture.BodyAsync("a")).ShouldContain("她说 \\\"好\\\": <b>万相</b> & 'x' + 1\\\\2\\n");
        (await letters.FindAsync("a")).ShouldNotBeNull().Text.ShouldBe(Text);
    }

    [SkippableFact]
    public async Task A_thousand_calls_at_once_all_have_their_answer()
    {
        var inserted = await Task.WhenAll(Enumerable.Range(0, 1_000).Select(i => letters.InsertAsync(NewLetter($"a{i}"))));
        var found = await Task.WhenAll(Enumerable.Range(0, 1_000).Select(i => letters.FindAsync($"a{i}")));

        inserted.ShouldAllBe(one => one);
        found.ShouldAllBe(one => one != null);
    }
}
