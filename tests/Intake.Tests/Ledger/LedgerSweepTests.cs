using System.Diagnostics.Tracing;
using System.Net;
using Wan.DashScope.Costs;
using Wan.Contracts;
using Wan.Fixtures;
using Wan.Hosting;
using Wan.Intake.Ledger;
using Wan.Storage;

namespace Wan.Intake.Tests.Ledger;

/// <summary>A process that dies, or stands still, in the middle: what it held is released, and what it had not settled is.</summary>
public sealed class LedgerSweepTests : IAsyncDisposable
{
    private static readonly (string, string) Often = ("Limits:SweepInterval", "00:00:00.100");
    private static readonly (string, string) One = ("Limits:Tenants:acme:MaxWaiting", "1");

    private readonly TemporaryFolder folder = new();
    private readonly List<IntakeApplication> intakes = [];

    public async ValueTask DisposeAsync()
    {
        foreach (var intake in intakes)
            await intake.DisposeAsync();
        folder.Dispose();
    }

    [Fact]
    public async Task What_was_held_for_a_generation_that_was_never_stored_is_free_again_after_five_minutes()
    {
        var intake = Start(One, Often);
        var lost = Lost(intake);
        (await intake.Service<TenantLedgers>().HoldAsync(lost, default)).Page.ShouldBe(0);
        (await intake.PlaceAsync("acme")).Codes.ShouldBe(["limit.waiting"]);

        intake.Clock.Move(TimeSpan.FromMinutes(6));
        await intake.WaitingAsync("acme", 0);

        (await intake.PlaceAsync("acme")).IsAccepted.ShouldBeTrue();
        var entries = (await intake.PagesAsync("acme")).SelectMany(page => page.Entries).ToList();
        entries.Single(entry => entry.Id == lost.Id).IsReleased.ShouldBe(true);
        entries.Count(entry => entry.IsHeld).ShouldBe(1);
    }

    [Fact]
    public async Task What_ended_without_being_settled_is_settled_by_the_sweep()
    {
        var intake = Start(One, Often);
        var placed = await intake.PlaceAsync("acme");
        await EndAsync(intake, placed.Id, "3.3");

        intake.Clock.Move(TimeSpan.FromMinutes(6));
        await intake.WaitingAsync("acme", 0);

        var entry = (await placed.EntryAsync("acme"))!;
        entry.Paid.ShouldBe([new LedgerAmount(3.3m, "CNY")]);
        entry.Seconds.ShouldBe(5.5m);
    }

    [Fact]
    public async Task The_only_process_on_its_data_settles_at_its_start_what_an_earlier_one_left()
    {
        var before = Start(One);
        var placed = await before.PlaceAsync("acme");
        await EndAsync(before, placed.Id, "3.3");
        await before.DisposeAsync();
        intakes.Clear();

        var after = Start(One, ("Sweep:AllAtStart", "true"));

        await after.WaitingAsync("acme", 0);
    }

    [Fact]
    public async Task A_message_that_comes_again_after_the_end_settles_what_its_process_had_not()
    {
        var intake = Start(One);
        var placed = await intake.PlaceAsync("acme");
        await EndAsync(intake, placed.Id, "3.3");

        await intake.Bus.Publish(new SubmissionRefused { GenerationId = placed.Id, Error = Samples.Error });

        await intake.WaitingAsync("acme", 0);
    }

    [Fact]
    public async Task What_goes_on_for_days_stays_held_and_is_looked_at_ever_more_rarely()
    {
        var intake = Start(One, Often);
        var placed = await intake.PlaceAsync("acme");

        for (var looks = 1; looks <= 5; looks++)
        {
            intake.Clock.Move(TimeSpan.FromMinutes(70));
            await Eventually.UntilAsync(async () => (await PageAsync(intake)).Looks >= looks, $"look {looks}");
        }

        var page = await PageAsync(intake);
        (page.DueAt!.Value - intake.Clock.GetUtcNow()).ShouldBeGreaterThan(TimeSpan.FromMinutes(40));
        (await placed.EntryAsync("acme"))!.IsHeld.ShouldBeTrue();
    }

    [Fact]
    public async Task Once_all_of_a_page_has_ended_it_is_looked_at_once_more_for_what_became_known_late()
    {
        var intake = Start(One, Often);
        var placed = await intake.PlaceAsync("acme");
        await placed.FailAsync();
        await intake.WaitingAsync("acme", 0);
        await EndAsync(intake, placed.Id, "4.2"); // And whoever saved that died.

        intake.Clock.Move(TimeSpan.FromHours(37));
        await Eventually.UntilAsync(async () => (await PageAsync(intake)).DueAt is null, "the last look");

        (await placed.EntryAsync("acme"))!.Paid.ShouldBe([new LedgerAmount(4.2m, "CNY")]);
    }

    [Fact]
    public async Task A_process_that_stood_still_between_holding_and_storing_stores_nothing_and_holds_nothing()
    {
        var intake = Start(One);
        using (new OnCheckpoint("intake.body_stored", () => intake.Clock.Move(TimeSpan.FromMinutes(3))))
            (await intake.PlaceAsync("acme")).Status.ShouldBe(HttpStatusCode.ServiceUnavailable);

        await intake.WaitingAsync("acme", 0);
        (await intake.CountAsync()).ShouldBe(0);
        (await intake.PlaceAsync("acme")).IsAccepted.ShouldBeTrue();
    }

    [Fact]
    public async Task What_was_stored_after_its_entry_was_released_is_held_again()
    {
        var intake = Start(One);
        var ledgers = intake.Service<TenantLedgers>();
        var late = Lost(intake);
        await ledgers.HoldAsync(late, default);
        ledgers.Release(late);
        await intake.WaitingAsync("acme", 0);

        await ledgers.HoldAgainAsync(late);

        (await ledgers.StandingAsync("acme", default)).Waiting.ShouldBe(1);
    }

    [Fact]
    public async Task What_another_process_settles_is_known_here_before_anybody_is_refused()
    {
        var (one, other) = (Start(One), Start(One));
        var placed = await one.PlaceAsync("acme");
        (await other.PlaceAsync("acme")).Codes.ShouldBe(["limit.waiting"]);

        await placed.FailAsync();
        await Eventually.UntilAsync(async () => (await placed.EntryAsync("acme"))!.IsHeld is false, "it is settled");

        (await other.PlaceAsync("acme")).IsAccepted.ShouldBeTrue();
    }

    [Fact]
    public async Task A_generation_is_not_deleted_before_it_is_settled()
    {
        var intake = Start(One, ("Storage:KeepGenerationsFor", "2.00:00:00"), ("Intake:RetentionInterval", "00:00:00.100"));
        var placed = await intake.PlaceAsync("acme");
        await EndAsync(intake, placed.Id, "3.3");

        intake.Clock.Move(TimeSpan.FromDays(3));
        await intake.Recorder.PublishedAsync<GenerationDeleted>();

        (await placed.EntryAsync("acme"))!.Paid.ShouldBe([new LedgerAmount(3.3m, "CNY")]);
    }

    private static Generation Lost(IntakeApplication intake)
    {
        var now = intake.Clock.GetUtcNow();
        return new Generation
        {
            CorrelationId = Guid.CreateVersion7(now), CreatedAt = now, Tenant = "acme", Model = Samples.Model, Priority = "normal", RequestHash = "none",
        };
    }

    private static async Task<LedgerPage> PageAsync(IntakeApplication intake) => (await intake.PagesAsync("acme")).Single();

    // The end is saved, and nobody hears of it.
    private static async Task EndAsync(IntakeApplication intake, string id, string amount)
    {
        await intake.Recorder.PublishedAsync<SubmitGeneration>(sent => sent.GenerationId == id); // Else its first message would come after the end, and settle it.
        await intake.Generations.ChangeAsync(id, generation =>
        {
            (generation.CurrentState, generation.DueAt, generation.Error) = ("Failed", null, Samples.Error);
            generation.Settled = new CostSettlement { BilledSeconds = 5.5m, Amount = new Money { Amount = amount, Currency = "CNY" } };
            return true;
        });
    }

    private IntakeApplication Start(params (string Key, string Value)[] settings)
    {
        var intake = new IntakeApplication(settings: [("Storage:Directory", folder.Path), .. settings]);
        _ = intake.Server;
        intakes.Add(intake);
        return intake;
    }

    private sealed class OnCheckpoint(string name, Action act) : EventListener
    {
        protected override void OnEventSourceCreated(EventSource eventSource)
        {
            if (eventSource.Name == Checkpoint.SourceName)
                EnableEvents(eventSource, EventLevel.Informational);
        }

        protected override void OnEventWritten(EventWrittenEventArgs eventData)
        {
            if (eventData.Payload?[0] is string reached && reached == name)
                act();
        }
    }
}
