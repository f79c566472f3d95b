using System.Text.Json;

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

    [SkippableFact]
    public async Task Those_of_a_status_are_counted_of_one_tenant_or_of_all()
    {
        for (var i = 0; i < 9; i++)
        {
            var letter = NewLetter($"a{i}", Noon.AddSeconds(i));
            (letter.Status, letter.Tenant) = (i < 6 ? "failed" : "completed", i % 2 == 0 ? "acme" : "other");
            (await letters.InsertAsync(letter)).ShouldBeTrue();
        }

        (await letters.CountAsync("failed", null)).ShouldBe(6);
        (await letters.CountAsync("failed", "acme")).ShouldBe(3);
        (await letters.CountAsync("completed", "other")).ShouldBe(1);
        (await letters.CountAsync("completed", "nobody")).ShouldBe(0);
        (await letters.CountAsync("other", null)).ShouldBe(0);
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
    [InlineData(null, null)]
    [InlineData("failed", null)]
    [InlineData(null, "acme")]
    [InlineData("failed", "acme")]
    public async Task Pages_between_two_times_begin_with_the_first_and_end_before_the_second(string? status, string? tenant)
    {
        var all = new List<Letter>();
        for (var i = 0; i < 24; i++)
        {
            var letter = NewLetter($"a{23 - i:00}", Noon.AddSeconds(-(i / 3)));
            letter.Status = i % 2 == 0 ? "failed" : "completed";
            letter.Tenant = i % 5 == 0 ? "other" : "acme";
            await letters.InsertAsync(letter);
            if ((status ?? letter.Status) == letter.Status && (tenant ?? letter.Tenant) == letter.Tenant)
                all.Add(letter);
        }

        var (first, end) = (Noon.AddSeconds(-5), Noon.AddSeconds(-2));
        var query = new PageQuery { Limit = 2, Status = status, Tenant = tenant };

        (await ReadAllAsync(query with { CreatedAfter = first, CreatedBefore = end }))
            .ShouldBe(all.Where(letter => letter.CreatedAt >= first && letter.CreatedAt < end).Select(letter => letter.Id));
        (await ReadAllAsync(query with { CreatedAfter = first })).ShouldBe(all.Where(letter => letter.CreatedAt >= first).Select(letter => letter.Id));
        (await ReadAllAsync(query with { CreatedBefore = end })).ShouldBe(all.Where(letter => letter.CreatedAt < end).Select(letter => letter.Id));
        (await ReadAllAsync(query with { CreatedAfter = end, CreatedBefore = first })).ShouldBeEmpty();
    }

    [SkippableFact]
    public async Task A_cursor_of_a_later_time_than_is_asked_for_shows_nothing_later()
    {
        for (var i = 0; i < 4; i++)
            await letters.InsertAsync(NewLetter($"a{i}", Noon.AddSeconds(i)));
        var cursor = (await letters.PageAsync(new PageQuery { Limit = 1 })).Next.ShouldNotBeNull();

        (await ReadAllAsync(new PageQuery { Limit = 1, Cursor = cursor, CreatedBefore = Noon.AddSeconds(2) })).ShouldBe(["a1", "a0"]);
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

    [SkippableFact]
    public async Task A_page_of_parts_has_what_is_made_of_the_stored_documents()
    {
        for (var i = 0; i < 6; i++)
        {
            var letter = NewLetter($"a{i}", Noon.AddSeconds(i));
            (letter.Text, letter.Tenant, letter.Status) = ($"text {i} 万相", i < 5 ? "acme" : "other", i == 1 ? "completed" : "failed");
            await letters.InsertAsync(letter);
        }

        var query = new PageQuery { Limit = 2, Tenant = "acme", Status = "failed" };
        var first = await letters.PageAsync(query, TextOf);
        var second = await letters.PageAsync(query with { Cursor = first.Next }, TextOf);

        first.Items.Concat(second.Items).ShouldBe(["text 4 万相", "text 3 万相", "text 2 万相", "text 0 万相"]);
        second.Next.ShouldBeNull();
        await Should.ThrowAsync<ArgumentException>(() => letters.PageAsync(query with { Limit = 0 }, TextOf));
    }

    [SkippableFact]
    public async Task A_document_of_which_no_part_can_be_made_is_left_out_and_a_fault_of_the_reader_is_not()
    {
        foreach (var id in new[] { "a", "b", "c" })
            await letters.InsertAsync(NewLetter(id));
        await letters.InsertAsync(NewLetter("odd"));
        await fixture.SpoilAsync("b");
        await fixture.Open().Documents(Letter.Letters with { SchemaVersion = 2 }).InsertAsync(NewLetter("newer"));

        var page = await letters.PageAsync(new PageQuery { Limit = 10 }, stored => IdOf(stored) is { } id && id != "odd" ? id : throw new JsonException("It is odd."));

        page.Items.ShouldBe(["c", "a"]);
        await Should.ThrowAsync<NotSupportedException>(() => letters.PageAsync<string>(new PageQuery { Limit = 10 }, _ => throw new NotSupportedException()));
    }

    private static string? TextOf(ReadOnlyMemory<byte> stored) => TextOf(stored, "Text");

    private static string? IdOf(ReadOnlyMemory<byte> stored) => TextOf(stored, "Id");

    private static string? TextOf(ReadOnlyMemory<byte> stored, string name)
    {
        using var document = JsonDocument.Parse(stored);
        return document.RootElement.GetProperty(name).GetString();
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
