using MongoDB.Bson;
using Wan.Fixtures;
using Wan.Fixtures.MongoWire;

namespace Wan.Storage.Tests;

/// <summary>
/// Each call of the store finds an index that leads straight to its documents, in their order. What a real server makes of it,
/// <see cref="MongoDbDocumentsTests"/> asks one.
/// </summary>
public sealed class MongoDbIndexCoverageTests
{
    public static TheoryData<string> Calls => new(MongoDbStoreFixture.Calls().Select(call => call.Call));

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task A_call_is_covered_by_an_index(string call)
    {
        await using var fixture = new MongoDbWireStoreFixture();
        var store = fixture.Open();
        store.Documents(Letter.Letters);
        await Eventually.UntilAsync(() => store.PrepareAsync(CancellationToken.None), "indexes");
        var (_, filter, sort) = MongoDbStoreFixture.Calls().Single(one => one.Call == call);

        fixture.Indexes.Where(index => IndexCoverage.Covers(index, filter, sort)).ShouldNotBeEmpty();
    }

    [Theory]
    [InlineData("{ a: 1, b: 1 }", "{ a: 'x', b: { $gt: 1 } }", null, true)]
    [InlineData("{ a: 1, b: 1 }", "{ b: { $gt: 1 } }", null, false)] // Not its beginning.
    [InlineData("{ a: 1, b: 1 }", "{ a: 'x', c: 1 }", null, false)] // It would read every x.
    [InlineData("{ a: 1, b: 1 }", "{ a: 'x' }", "{ b: -1 }", true)]
    [InlineData("{ a: 1, b: 1, c: 1 }", "{ a: 'x' }", "{ b: 1, c: -1 }", false)] // It would sort.
    [InlineData("{ a: 1, b: 1 }", "{ a: { $gt: 1 } }", "{ b: 1 }", false)]
    [InlineData("{ a: 1, b: 1 }", "{ a: 'x', c: { $gt: 1 } }", "{ b: 1 }", false)]
    [InlineData("{ a: 1, b: 1, c: 1 }", "{ a: 'x', c: { $lt: 2 } }", "{ b: 1, c: 1 }", true)]
    public void An_index_covers_what_it_leads_to(string key, string filter, string? sort, bool covers) =>
        IndexCoverage.Covers(new BsonDocument("key", Read(key)), Read(filter), sort is null ? null : Read(sort)).ShouldBe(covers);

    [Theory]
    [InlineData("{ due: { $gt: 0 } }", "{ due: { $gt: 0, $lte: 9 } }", true)]
    [InlineData("{ due: { $gt: 0 } }", "{ due: { $gt: 5 } }", true)]
    [InlineData("{ due: { $gt: 0 } }", "{ due: { $lte: 9 } }", false)]
    [InlineData("{ due: { $gt: 0 } }", "{ due: { $gt: -1 } }", false)]
    [InlineData("{ due: { $exists: true } }", "{ due: { $lte: 9 } }", true)]
    [InlineData("{ due: { $exists: true } }", "{ due: null }", false)]
    public void A_partial_index_covers_only_what_repeats_its_condition(string condition, string filter, bool covers) =>
        IndexCoverage.Covers(new BsonDocument { { "key", new BsonDocument("due", 1) }, { "partialFilterExpression", Read(condition) } }, Read(filter)).ShouldBe(covers);

    private static BsonDocument Read(string json) => BsonDocument.Parse(json);
}
