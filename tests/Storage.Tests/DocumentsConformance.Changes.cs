namespace Wan.Storage.Tests;

/// <summary>What several may change at the same time.</summary>
public abstract partial class DocumentsConformance
{
    [SkippableFact]
    public async Task Everybodys_change_counts_and_nobody_is_told_of_the_race()
    {
        const int Hands = 12, Each = 5;

        await Task.WhenAll(Enumerable.Range(0, Hands).Select(_ => Task.Run(async () =>
        {
            for (var i = 0; i < Each; i++)
            {
                await letters.ChangeOrCreateAsync("a", () => NewLetter("a"), letter =>
                {
                    letter.Readers++;
                    return true;
                });
            }
        })));

        var letter = (await letters.FindAsync("a")).ShouldNotBeNull();
        letter.Version.ShouldBe(Hands * Each);
        letter.Readers.ShouldBe(Hands * Each);
    }

    [SkippableFact]
    public async Task What_somebody_else_has_written_meanwhile_is_what_is_changed()
    {
        await letters.InsertAsync(NewLetter("a"));
        var (mine, theirs) = ((await letters.FindAsync("a"))!, (await letters.FindAsync("a"))!);
        theirs.Text = "theirs";
        (await letters.ReplaceAsync(theirs)).ShouldBeTrue();

        var seen = new List<string>();
        var now = await letters.ChangeAsync(mine, letter =>
        {
            seen.Add(letter.Text);
            if (letter.Text == "theirs")
                return false;
            letter.Text = "mine";
            return true;
        });

        seen.ShouldBe([NewLetter("a").Text, "theirs"]);
        now.ShouldNotBeNull().Version.ShouldBe(2);
        (await letters.FindAsync("a"))!.Text.ShouldBe("theirs");
    }

    [SkippableFact]
    public async Task What_is_not_there_is_made_only_if_there_is_something_to_save()
    {
        (await letters.ChangeAsync("a", _ => throw new InvalidOperationException("There is none."))).ShouldBeNull();
        (await letters.ChangeOrCreateAsync("a", () => NewLetter("a"), _ => false)).Version.ShouldBe(0);
        (await letters.FindAsync("a")).ShouldBeNull();

        (await letters.ChangeOrCreateAsync("a", () => NewLetter("a"), _ => true)).Version.ShouldBe(1);
        (await letters.FindAsync("a")).ShouldNotBeNull();
    }

    [SkippableFact]
    public async Task A_change_that_gives_it_a_key_that_another_has_ends_with_an_error_that_names_it()
    {
        var other = NewLetter("b");
        other.UniqueKey = "taken";
        await letters.InsertAsync(other);
        await letters.InsertAsync(NewLetter("a"));

        foreach (var id in new[] { "a", "new" })
        {
            var exception = await Should.ThrowAsync<StorageException>(() => letters.ChangeOrCreateAsync(id, () => NewLetter(id), letter =>
            {
                letter.UniqueKey = "taken";
                return true;
            }));
            exception.Message.ShouldContain($"the unique key of {id}");
        }
    }
}
