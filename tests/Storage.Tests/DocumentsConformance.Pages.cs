namespace Wan.Storage.Tests;

public abstract partial class DocumentsConformance
{
    [SkippableFact]
    public async Task Pages_go_from_the_newest_to_the_oldest()
    {
        for (var i = 0; i < 7; i++)
            await letters.InsertAsync(NewLetter($"a{i}", Noon.AddSeconds(i)));

        var ids = await ReadAllAsync(new PageQuery { Limit = 3 });

        ids.ShouldBe(["a6", "a5", "a4", "a3", "a2", "a1", "a0"]);
    }

    [SkippableFact]
    public async Task The_last_page_has_no_cursor()
    {
        for (var i = 0; i < 4; i++)
            await letters.InsertAsync(NewLetter($"a{i}", Noon.AddSeconds(i)));

        var first = await letters.PageAsync(new PageQuery { Limit = 2 });
        first.Next.ShouldNotBeNull();
        (await letters.PageAsync(new PageQuery { Limit = 2, Cursor = first.Next })).Next.ShouldBeNull();
    }

    [SkippableFact]
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

    [SkippableTheory]
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

    [SkippableTheory]
    [InlineData("")]
    [InlineData("nonsense")]
    [InlineData("%%%")]
    [InlineData("MTIz")]
    public async Task A_cursor_that_no_page_ended_with_is_refused(string cursor)
    {
        var exception = await Should.ThrowAsync<ArgumentException>(() => letters.PageAsync(new PageQuery { Limit = 1, Cursor = cursor }));
        exception.Message.ShouldContain("cursor");
    }

    [SkippableFact]
    public async Task A_page_size_out_of_range_is_refused()
    {
        await Should.ThrowAsync<ArgumentException>(() => letters.PageAsync(new PageQuery { Limit = 0 }));
        await Should.ThrowAsync<ArgumentException>(() => letters.PageAsync(new PageQuery { Limit = 1_001 }));
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
