using System.Globalization;

namespace Wan.Storage.Tests;

/// <summary>What every implementation of <see cref="IDocuments{T}"/> must do.</summary>
public abstract partial class DocumentsConformance : IAsyncLifetime
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private IStoreFixture fixture = null!;
    private IDocuments<Letter> letters = null!;

    protected abstract IStoreFixture CreateFixture();

    public async Task InitializeAsync()
    {
        fixture = CreateFixture();
        var store = fixture.Open();
        letters = store.Documents(Letter.Letters);
        (await store.PrepareAsync(CancellationToken.None)).ShouldBeTrue();
    }

    public Task DisposeAsync() => fixture.DisposeAsync().AsTask();

    [SkippableFact]
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

    [SkippableFact]
    public async Task A_second_process_sees_what_the_first_has_written()
    {
        var other = Open();
        await letters.InsertAsync(NewLetter("a"));

        var found = (await other.FindAsync("a")).ShouldNotBeNull();
        found.Text = "changed";
        (await other.ReplaceAsync(found)).ShouldBeTrue();

        (await letters.FindAsync("a")).ShouldNotBeNull().Text.ShouldBe("changed");
    }

    [SkippableFact]
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

    [SkippableFact]
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

    [SkippableFact]
    public async Task Documents_without_a_unique_key_do_not_collide()
    {
        (await letters.InsertAsync(NewLetter("a"))).ShouldBeTrue();
        (await letters.InsertAsync(NewLetter("b"))).ShouldBeTrue();
    }

    [SkippableFact]
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

    [SkippableFact]
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

    [SkippableFact]
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

    [SkippableFact]
    public async Task A_document_that_is_not_there_cannot_be_replaced()
    {
        var letter = NewLetter("a");
        letter.Version = 1;

        (await letters.ReplaceAsync(letter)).ShouldBeFalse();
        (await letters.FindAsync("a")).ShouldBeNull();
    }

    [SkippableFact]
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

    [SkippableFact]
    public async Task A_cancelled_call_stores_nothing()
    {
        var cancelled = new CancellationToken(canceled: true);

        await Should.ThrowAsync<OperationCanceledException>(() => letters.InsertAsync(NewLetter("a"), cancelled));

        (await letters.FindAsync("a")).ShouldBeNull();
    }

    [SkippableFact]
    public async Task Collections_of_one_owner_are_apart()
    {
        var others = fixture.Open().Documents(Letter.Parcels);
        await letters.InsertAsync(NewLetter("a"));

        (await others.FindAsync("a")).ShouldBeNull();
        (await others.InsertAsync(NewLetter("a"))).ShouldBeTrue();
    }

    [SkippableFact]
    public async Task A_store_that_works_says_so()
    {
        var store = fixture.Open();
        store.Documents(Letter.Letters);
        await store.PrepareAsync(CancellationToken.None);

        await Should.NotThrowAsync(() => store.CheckAsync(CancellationToken.None));
    }

    private static Letter NewLetter(string id, DateTimeOffset? createdAt = null) => new() { Id = id, CreatedAt = createdAt ?? Noon };

    private IDocuments<Letter> Open() => fixture.Open().Documents(Letter.Letters);
}
