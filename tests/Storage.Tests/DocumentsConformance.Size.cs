using System.Globalization;

namespace Wan.Storage.Tests;

public abstract partial class DocumentsConformance
{
    /// <summary>A multiple of 10,000.</summary>
    protected virtual int Many => 100_000;

    [SkippableFact]
    public async Task Among_many_documents_every_call_finds_its_own_by_an_index()
    {
        foreach (var chunk in Enumerable.Range(0, Many).Chunk(1_000))
            await Task.WhenAll(chunk.Select(i => letters.InsertAsync(OneOfMany(i))));

        (await fixture.ExplainAsync()).Where(plan => !plan.IsQuick).ShouldBeEmpty();

        (await letters.FindAsync(Id(Many / 2))).ShouldNotBeNull().UniqueKey.ShouldBe($"key{Many / 2}");
        (await letters.FindByUniqueKeyAsync($"key{Many - 1}")).ShouldNotBeNull().Id.ShouldBe(Id(Many - 1));
        (await letters.CountBeforeAsync("g3", 500)).ShouldBe(50);
        (await letters.ClaimDueAsync(Claim(Noon.AddDays(1), limit: 2) with { Group = "g3", Order = ClaimOrder.LowestRank }))
            .Select(letter => letter.Rank).ShouldBe([3, 13]);
        (await letters.ClaimDueAsync(Claim(Noon.AddSeconds(1), limit: 10))).Select(letter => letter.Id).ShouldBe(["n000000", "n000001"], ignoreOrder: true);

        var page = await letters.PageAsync(new PageQuery { Limit = 3, Status = "failed", Tenant = "t1" });
        page.Items.Select(letter => letter.Id).ShouldBe(Failed(9, 8, 7));
        page = await letters.PageAsync(new PageQuery { Limit = 2, Status = "failed", Tenant = "t1", Cursor = page.Next });
        page.Items.Select(letter => letter.Id).ShouldBe(Failed(6, 5));

        IEnumerable<string> Failed(params int[] tenths) => tenths.Select(tenth => Id((tenth * Many / 10) + 1));
    }

    private static string Id(int i) => string.Create(CultureInfo.InvariantCulture, $"n{i:000000}");

    // A thousand unfinished ones in ten groups, each due a second after the last; ten have failed.
    private Letter OneOfMany(int i) => new()
    {
        Id = Id(i),
        CreatedAt = Noon.AddSeconds(i),
        DueAt = i < 1_000 ? Noon.AddSeconds(i) : null,
        UniqueKey = string.Create(CultureInfo.InvariantCulture, $"key{i}"),
        Group = string.Create(CultureInfo.InvariantCulture, $"g{i % 10}"),
        Rank = i,
        Status = i % (Many / 10) == 1 ? "failed" : "completed",
        Tenant = string.Create(CultureInfo.InvariantCulture, $"t{i % 2}"),
        Text = "What a finished document keeps.",
    };
}
