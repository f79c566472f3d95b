using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using Wan.Contracts;
using Wan.Fixtures;
using Wan.Intake.Ledger;

namespace Wan.Intake.Tests.Ledger;

/// <summary>What a tenant's limits let in, and what is said where they don't.</summary>
public sealed class LimitsTests : IAsyncDisposable
{
    private IntakeApplication intake = null!;

    public async ValueTask DisposeAsync()
    {
        if (intake is not null)
            await intake.DisposeAsync();
    }

    [Fact]
    public async Task Over_the_budget_it_is_said_what_is_left_what_frees_it_and_when_it_begins_anew()
    {
        Start(("Limits:Tenants:acme:DailyBudget", "7.5"), ("Limits:Tenants:acme:MonthlyBudget", "7"));
        GoTo(new DateTime(2031, 5, 31, 12, 0, 0, DateTimeKind.Utc));
        (await intake.PlaceAsync("acme")).IsAccepted.ShouldBeTrue();

        var refused = await intake.PlaceAsync("acme");

        refused.Status.ShouldBe(HttpStatusCode.PaymentRequired);
        refused.Codes.ShouldBe(["budget.day", "budget.month"]);
        var detail = refused.Answer.GetProperty("detail").GetString()!;
        detail.ShouldContain("This may cost 6.000000 CNY, and 1.500000 CNY of the tenant's daily budget of 7.5 CNY are left");
        detail.ShouldContain("0 are used, 6.000000 held");
        detail.ShouldContain("a new day begins at 2031-06-01 00:00:00Z");
        detail.ShouldContain("1.000000 CNY of the tenant's monthly budget of 7 CNY are left");
        detail.ShouldContain("a new month begins at 2031-06-01 00:00:00Z");
        (await intake.CountAsync()).ShouldBe(1);
    }

    [Fact]
    public async Task A_new_day_has_its_budget_and_a_new_month_too()
    {
        Start(("Limits:Tenants:acme:DailyBudget", "6"), ("Limits:Tenants:acme:MonthlyBudget", "12"));
        GoTo(new DateTime(2031, 5, 29, 23, 59, 0, DateTimeKind.Utc));
        (await CodesAsync()).ShouldBeEmpty();
        (await CodesAsync()).ShouldBe(["budget.day"]);

        GoTo(new DateTime(2031, 5, 30, 0, 0, 0, DateTimeKind.Utc));
        (await CodesAsync()).ShouldBeEmpty();
        (await CodesAsync()).ShouldBe(["budget.day", "budget.month"]);

        GoTo(new DateTime(2031, 5, 31, 0, 0, 0, DateTimeKind.Utc));
        (await CodesAsync()).ShouldBe(["budget.month"]);

        GoTo(new DateTime(2031, 6, 1, 0, 0, 0, DateTimeKind.Utc));
        (await CodesAsync()).ShouldBeEmpty();
        (await intake.PagesAsync("acme")).Select(page => page.Day.ToString("MM-dd", CultureInfo.InvariantCulture)).ShouldBe(["06-01", "05-30", "05-29"]);

        async Task<IReadOnlyList<string>> CodesAsync() => (await intake.PlaceAsync("acme")).Codes;
    }

    [Fact]
    public async Task A_budget_is_used_to_its_last_digit()
    {
        Start(
            ("Limits:Tenants:acme:DailyBudget", "0.3"), ("Catalogue:Prices:0:Region", "cn-beijing"), ("Catalogue:Prices:0:Model", "wan2.7-r2v"),
            ("Catalogue:Prices:0:Resolution", "720"), ("Catalogue:Prices:0:Amount", "0.01"));

        var placed = new List<Placed>();
        for (var number = 0; number < 4; number++)
            placed.Add(await intake.PlaceAsync("acme"));

        placed.Select(each => each.IsAccepted).ShouldBe([true, true, true, false]);
        (await intake.LimitsAsync("acme")).GetProperty("day").GetProperty("left").GetProperty("amount").GetString().ShouldBe("0.000000");
    }

    [Fact]
    public async Task A_repeated_request_is_answered_as_the_first_whatever_is_left()
    {
        Start(("Limits:Tenants:acme:DailyBudget", "6"), ("Limits:Tenants:acme:MaxWaiting", "1"));
        var first = await intake.PlaceAsync("acme", key: "order-1");

        (await intake.PlaceAsync("acme", key: "order-2")).Codes.ShouldBe(["budget.day", "limit.waiting"]);
        (await intake.PlaceAsync("acme", key: "order-1")).Id.ShouldBe(first.Id);
        (await intake.PlaceAsync("acme", key: "order-1", Orders.Body("acme", "Video 1 jumps"))).Status.ShouldBe(HttpStatusCode.Conflict);
        await first.CompleteAsync();
        (await intake.PlaceAsync("acme", key: "order-1")).Status.ShouldBe(HttpStatusCode.OK);

        (await intake.PagesAsync("acme")).SelectMany(page => page.Entries).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_repeated_request_of_a_tenant_without_limits_holds_nothing_for_long()
    {
        Start();
        var first = await intake.PlaceAsync("acme", key: "order-1");

        (await intake.PlaceAsync("acme", key: "order-1")).Id.ShouldBe(first.Id);

        await Eventually.UntilAsync(
            async () => (await intake.PagesAsync("acme")).SelectMany(page => page.Entries).Count(entry => entry.IsHeld) == 1, "only the first held");
        (await first.EntryAsync("acme"))!.IsHeld.ShouldBeTrue();
    }

    [Fact]
    public async Task A_command_that_does_not_fit_is_rejected_and_is_taken_under_the_same_id_once_there_is_room()
    {
        Start(("Limits:Default:MaxWaiting", "1"));
        var first = await intake.PlaceAsync("acme");
        var command = new GenerateVideo
        {
            Model = "wan2.7-r2v",
            Input = new() { Prompt = "Image 1 waves", Media = [new MediaReference { Type = "reference_image", Url = "https://example.com/a.png" }] },
            ClientRequestId = "order-1",
            Tenant = "acme",
        };

        await intake.Bus.Publish(command);
        var rejected = await intake.Recorder.PublishedAsync<GenerationRejected>();
        await first.FailAsync();
        await intake.WaitingAsync("acme", 0);
        await intake.Bus.Publish(command);

        rejected.ClientRequestId.ShouldBe("order-1");
        rejected.Findings.ShouldHaveSingleItem().Code.ShouldBe("limit.waiting");
        await intake.Recorder.PublishedAsync<SubmitGeneration>(sent => sent.GenerationId != first.Id);
        (await intake.Generations.FindByUniqueKeyAsync("acme/order-1"))!.Status.ShouldNotBe("rejected");
    }

    [Fact]
    public async Task What_has_no_known_price_is_only_taken_under_a_budget_where_that_is_allowed()
    {
        Start(("DASHSCOPE_REGION", "mars"), ("Limits:Default:DailyBudget", "6"), ("Limits:Tenants:bold:DailyBudget", "6"), ("Limits:Tenants:bold:AllowUnpriced", "true"));

        var refused = await intake.PlaceAsync("acme");

        (refused.Status, refused.Codes.Single()).ShouldBe((HttpStatusCode.PaymentRequired, "budget.unpriced"));
        (await intake.PlaceAsync("bold")).IsAccepted.ShouldBeTrue();
        (await intake.PlaceAsync("bold")).IsAccepted.ShouldBeTrue();
    }

    [Fact]
    public async Task Default_limits_are_each_tenants_own_and_one_that_is_named_has_its_own_instead()
    {
        Start(("Limits:Default:MaxWaiting", "1"), ("Limits:Tenants:bold:DailyBudget", "1000"));

        foreach (var tenant in new[] { "acme", "other" })
        {
            (await intake.PlaceAsync(tenant)).IsAccepted.ShouldBeTrue();
            (await intake.PlaceAsync(tenant)).Codes.ShouldBe(["limit.waiting"]);
        }

        for (var number = 0; number < 3; number++)
            (await intake.PlaceAsync("bold")).IsAccepted.ShouldBeTrue();
    }

    [Fact]
    public async Task Who_asks_too_often_is_told_when_to_ask_again()
    {
        Start(("Limits:Tenants:acme:RequestsPerSecond", "0.001"), ("Limits:Tenants:acme:Burst", "2"));
        using var refusals = new MeterReader("wan.limits.refused");

        var placed = new List<Placed>();
        for (var number = 0; number < 3; number++)
            placed.Add(await intake.PlaceAsync("acme", dryRun: number == 0));

        placed.Select(each => each.Status).ShouldBe([HttpStatusCode.OK, HttpStatusCode.Accepted, HttpStatusCode.TooManyRequests]);
        placed[2].Codes.ShouldBe(["limit.rate"]);
        placed[2].RetryAfter!.Value.TotalSeconds.ShouldBeInRange(1, 1000);
        (await intake.PlaceAsync("other")).IsAccepted.ShouldBeTrue();
        refusals.Told("wan.limits.refused acme limit.rate").ShouldNotBeEmpty();
    }

    [Fact]
    public async Task A_dry_run_says_what_is_left_and_takes_nothing_of_it()
    {
        Start(("Limits:Tenants:acme:DailyBudget", "10"), ("Limits:Tenants:acme:MaxWaiting", "3"));
        await intake.PlaceAsync("acme");

        var limits = (await intake.PlaceAsync("acme", dryRun: true)).Answer.GetProperty("limits");

        limits.GetProperty("day").GetProperty("left").GetProperty("amount").GetString().ShouldBe("4.000000");
        limits.GetProperty("day").GetProperty("left").GetProperty("currency").GetString().ShouldBe("CNY");
        limits.GetProperty("waiting").GetProperty("left").GetInt32().ShouldBe(2);
        limits.TryGetProperty("month", out _).ShouldBeFalse();
        (await intake.LimitsAsync("acme")).GetRawText().ShouldBe(limits.GetRawText());
        (await intake.PlaceAsync("free", dryRun: true)).Answer.TryGetProperty("limits", out _).ShouldBeFalse();
        (await intake.LimitsAsync("free")).GetRawText().ShouldBe("""{"tenant":"free"}""");
    }

    [Fact]
    public async Task What_a_generation_cost_beside_its_own_task_counts_too()
    {
        Start(("Limits:Tenants:acme:DailyBudget", "10"));
        var placed = await intake.PlaceAsync("acme");
        await placed.CompleteAsync();
        await intake.WaitingAsync("acme", 0);

        await intake.Bus.Publish(new OrphanTaskFound
        {
            GenerationId = placed.Id, Account = "default", Model = Samples.Model, TaskId = "second", FoundAt = Samples.Now, EndedAs = "SUCCEEDED",
            Usage = new VideoUsage { Duration = 5, Resolution = 720 },
        });

        await Eventually.UntilAsync(
            async () => (await intake.LimitsAsync("acme")).GetProperty("day").GetProperty("settled").GetProperty("amount").GetString() == "7.980000", "both counted");
    }

    [Fact]
    public async Task A_page_that_cannot_be_read_opens_no_budget()
    {
        (string, string)[] limits = [("Limits:Tenants:acme:MonthlyBudget", "20")];
        Start(limits);
        foreach (var day in new[] { 1, 2, 3 })
        {
            GoTo(new DateTime(2031, 5, day, 12, 0, 0, DateTimeKind.Utc));
            (await intake.PlaceAsync("acme")).IsAccepted.ShouldBeTrue();
        }

        await Spoil(LedgerPage.IdOf("acme", 1));
        await using var restarted = new IntakeApplication(settings: [.. limits, ("Storage:Directory", intake.Folder.Path)]);
        restarted.Clock.Move(intake.Clock.Ahead);

        (await restarted.PlaceAsync("acme")).Status.ShouldBe(HttpStatusCode.InternalServerError);
        (await restarted.CountAsync()).ShouldBe(3);
    }

    // As one that a newer release has written.
    private async Task Spoil(string page)
    {
        await using var file = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = intake.Folder.File("intake.db"), Pooling = false }.ToString());
        await file.OpenAsync();
        await using var command = file.CreateCommand();
        command.CommandText = "UPDATE ledger SET schema = 99 WHERE id = $id";
        command.Parameters.AddWithValue("$id", page);
        (await command.ExecuteNonQueryAsync()).ShouldBe(1);
    }

    private void Start(params (string Key, string Value)[] settings)
    {
        intake = new IntakeApplication(settings: settings);
        _ = intake.Server;
    }

    private void GoTo(DateTimeOffset at) => intake.Clock.Move(at - intake.Clock.GetUtcNow());
}
