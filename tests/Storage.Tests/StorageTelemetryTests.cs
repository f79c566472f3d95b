using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Wan.Fixtures;
using Wan.Fixtures.MongoWire;
using Wan.Storage.MongoDb;

namespace Wan.Storage.Tests;

public sealed class StorageTelemetryTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly string owner = $"owner_{Guid.NewGuid():n}";
    private readonly ConcurrentQueue<Activity> spans = new();
    private readonly ActivityListener listener;
    private readonly SqliteStoreFixture sqlite = new();
    private readonly MongoWireServer server = new();
    private readonly MongoDbStore mongoDb;

    public StorageTelemetryTests()
    {
        listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name is "Wan.Storage" or "MongoDB.Driver",

            // As OpenTelemetry's own: recorded if the parent is, or if there is none.
            Sample = (ref ActivityCreationOptions<ActivityContext> options) =>
                options.Parent == default || options.Parent.TraceFlags.HasFlag(ActivityTraceFlags.Recorded)
                    ? ActivitySamplingResult.AllDataAndRecorded
                    : ActivitySamplingResult.None,
            ActivityStopped = spans.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);
        mongoDb = new MongoDbStore(
            Options.Create(new StorageOptions { MongoDb = { ConnectionString = server.Address, Database = owner }, Timeout = TimeSpan.FromMinutes(1) }),
            TimeProvider.System, NullLogger<MongoDbStore>.Instance);
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        listener.Dispose();
        mongoDb.Dispose();
        await server.DisposeAsync();
        await sqlite.DisposeAsync();
    }

    [Theory]
    [InlineData(StorageOptions.SqliteProvider)]
    [InlineData(StorageOptions.MongoDbProvider)]
    public async Task A_call_inside_a_trace_has_a_span_and_a_sweep_has_none(string provider)
    {
        var letters = Open(provider);
        Activity.Current = null;
        await letters.InsertAsync(NewLetter("before"));
        Activity.Current.ShouldBeNull();
        using var request = new Activity("request").SetIdFormat(ActivityIdFormat.W3C);
        request.ActivityTraceFlags = ActivityTraceFlags.Recorded;
        request.Start();
        await letters.InsertAsync(NewLetter("a"));
        request.Stop();

        var ours = spans.Where(span => span.GetTagItem("db.collection.name") as string == $"{owner}.letters").ToList();
        ours.ShouldAllBe(span => span.TraceId == request.TraceId);
        ours.ShouldContain(span => span.Source.Name == "Wan.Storage" && span.OperationName == $"insert {owner}.letters" && span.ParentSpanId == request.SpanId);
        spans.Where(span => span.Source.Name == "MongoDB.Driver" && span.TraceId == request.TraceId).Any().ShouldBe(provider == StorageOptions.MongoDbProvider);
        spans.Where(span => span.Source.Name == "MongoDB.Driver" && (span.GetTagItem("db.namespace") as string) == owner).ShouldAllBe(span => span.TraceId == request.TraceId);
    }

    [Theory]
    [InlineData(StorageOptions.SqliteProvider)]
    [InlineData(StorageOptions.MongoDbProvider)]
    public async Task Calls_are_measured_by_operation_collection_and_outcome(string provider)
    {
        var measured = new ConcurrentQueue<(string Name, string Tags)>();
        using var meters = new MeterListener
        {
            InstrumentPublished = (instrument, self) =>
            {
                if (instrument.Meter.Name == "Wan.Storage")
                    self.EnableMeasurementEvents(instrument);
            },
        };
        meters.SetMeasurementEventCallback<double>((instrument, _, tags, _) =>
            measured.Enqueue((instrument.Name, string.Join(' ', tags.ToArray().Select(tag => tag.Value)))));
        meters.Start();

        var letters = Open(provider);
        await letters.InsertAsync(NewLetter("a"));
        await letters.FindAsync("a");

        measured.ShouldContain(("wan.storage.call.duration", $"insert {owner}.letters done"));
        measured.ShouldContain(("wan.storage.call.duration", $"find {owner}.letters done"));
        if (provider == StorageOptions.MongoDbProvider)
            measured.ShouldContain(("db.client.operation.duration", $"{owner} insert"));
    }

    [Theory]
    [InlineData(StorageOptions.SqliteProvider)]
    [InlineData(StorageOptions.MongoDbProvider)]
    public async Task How_late_the_oldest_of_a_claim_is_taken_is_measured(string provider)
    {
        using var meter = new MeterReader("wan.storage.claim.lag");
        var letters = Open(provider, DocumentQueries.Due | DocumentQueries.GroupRank);
        foreach (var (id, late) in new[] { ("a", 10), ("b", 70), ("c", -5) })
            await letters.InsertAsync(new() { Id = id, CreatedAt = Noon, DueAt = Noon.AddSeconds(-late), Group = "g" });
        var claim = new DueClaim { Now = Noon, Lease = TimeSpan.FromMinutes(1), Limit = 10 };

        (await letters.ClaimDueAsync(claim)).Count.ShouldBe(2);
        (await letters.ClaimDueAsync(claim)).ShouldBeEmpty();
        (await letters.ClaimDueAsync(claim with { IgnoreDueTime = true })).Count.ShouldBe(1);
        (await letters.ClaimDueAsync(claim with { Now = Noon.AddMinutes(2), Group = "g", Order = ClaimOrder.LowestRank })).Count.ShouldBe(3);

        meter.Told($"wan.storage.claim.lag {owner}.letters").ShouldBe([70]);
    }

    private IDocuments<Letter> Open(string provider, DocumentQueries queries = default)
    {
        IDocumentStore store = provider == StorageOptions.MongoDbProvider ? mongoDb : sqlite.Open();
        return store.Documents(new Collection<Letter>(owner, "letters", LetterJson.Default.Letter) { Queries = queries });
    }

    private static Letter NewLetter(string id) => new() { Id = id, CreatedAt = Noon };
}
