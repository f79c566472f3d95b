using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Wan.Contracts;
using Wan.Fixtures;
using Wan.Intake.Tests.Ledger;

namespace Wan.Intake.Tests;

/// <summary>What a generation is expected to cost and what it cost, as the requester sees it.</summary>
public sealed class CostTests
{
    private const string Body =
        """{"model":"wan2.7-r2v","input":{"prompt":"Video 1","media":[{"type":"reference_video","url":"https://e.com/a.mp4"}]},"parameters":{"resolution":"720P"}}""";

    [Fact]
    public async Task The_estimate_stands_from_the_start_and_usage_settles_it_with_the_difference()
    {
        await using var intake = new IntakeApplication();

        var (before, after) = await RunAsync(intake, new VideoUsage { Duration = 8.3m, InputVideoDuration = 3.3m, OutputVideoDuration = 5, Resolution = 720 });

        before.GetProperty("estimated").GetProperty("amount_min").GetProperty("amount").GetString().ShouldBe("3.000000");
        before.GetProperty("estimated").GetProperty("amount_max").GetProperty("amount").GetString().ShouldBe("6.000000");
        before.GetProperty("estimated").GetProperty("unit_price").GetProperty("date").GetString().ShouldNotBeNullOrEmpty();
        before.TryGetProperty("settled", out _).ShouldBeFalse();
        after.GetProperty("estimated").GetRawText().ShouldBe(before.GetProperty("estimated").GetRawText());
        after.GetProperty("settled").GetProperty("billed_seconds").GetDecimal().ShouldBe(8.3m);
        after.GetProperty("settled").GetProperty("amount").GetProperty("amount").GetString().ShouldBe("4.980000");
        after.GetProperty("settled").GetProperty("difference").GetProperty("amount").GetString().ShouldBe("-1.020000");
    }

    [Fact]
    public async Task What_a_second_task_of_the_same_request_costs_stands_beside_its_own()
    {
        await using var intake = new IntakeApplication();
        using var http = intake.CreateClient();
        using var response = await http.PostAsync("/v1/generations", new StringContent(Body, Encoding.UTF8, "application/json"));
        var id = (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString()!;
        var found = new OrphanTaskFound { GenerationId = id, Account = "default", Model = Samples.Model, TaskId = "second", FoundAt = Samples.Now };
        await intake.Bus.Publish(found);
        await OrphanedAsync(orphan => !orphan.TryGetProperty("ended_as", out _));

        var ended = found with { EndedAs = "SUCCEEDED", Usage = new VideoUsage { Duration = 5, Resolution = 720 } };
        await intake.Bus.Publish(ended);
        await OrphanedAsync(orphan => orphan.TryGetProperty("ended_as", out _));
        await intake.Bus.Publish(ended);
        await intake.Bus.Publish(found); // Late.
        await intake.Recorder.ConsumedAsync<OrphanTaskFound>(_ => true, count: 4);

        var generation = await http.GetFromJsonAsync<JsonElement>($"/v1/generations/{id}");
        var orphans = generation.GetProperty("cost").GetProperty("orphaned").EnumerateArray().ToList();
        orphans.ShouldHaveSingleItem().GetProperty("settled").GetProperty("amount").GetProperty("amount").GetString().ShouldBe("3.000000");
        generation.GetProperty("timeline").EnumerateArray().Count(entry => entry.GetProperty("what").GetString() == "orphan_found").ShouldBe(2);

        Task OrphanedAsync(Func<JsonElement, bool> shown) => Eventually.UntilAsync(
            async () => (await http.GetFromJsonAsync<JsonElement>($"/v1/generations/{id}")).GetProperty("cost").TryGetProperty("orphaned", out var all)
                && shown(all[0]),
            "the orphan shown");
    }

    // Which account runs it is known only when it starts: the dear one may.
    [Fact]
    public async Task Of_two_regions_the_dearest_is_estimated_and_held_and_the_one_that_ran_it_is_paid()
    {
        await using var intake = new IntakeApplication(
            true, ("Accounts:0:Name", "default"), ("Accounts:0:Region", "cn-beijing"), ("Accounts:1:Name", "far"), ("Accounts:1:ApiKey", "sk-far"), ("Accounts:1:Region", "ap-southeast-1"),
            ("Limits:Default:DailyBudget", "15"));

        var (before, cheap) = await RunAsync(intake, new VideoUsage { Duration = 5, Resolution = 720 });
        var held = (await intake.LimitsAsync("default")).GetProperty("day").GetProperty("held").GetProperty("amount").GetString();
        var (_, dear) = await RunAsync(intake, new VideoUsage { Duration = 5, Resolution = 720 }, account: "far");

        before.GetProperty("estimated").GetProperty("unit_price").GetProperty("region").GetString().ShouldBe("ap-southeast-1");
        before.GetProperty("estimated").GetProperty("unit_price_min").GetProperty("region").GetString().ShouldBe("cn-beijing");
        before.GetProperty("estimated").GetProperty("amount_min").GetProperty("amount").GetString().ShouldBe("3.000000");
        before.GetProperty("estimated").GetProperty("amount_max").GetProperty("amount").GetString().ShouldBe("7.339240");
        cheap.GetProperty("settled").GetProperty("amount").GetProperty("amount").GetString().ShouldBe("3.000000");
        cheap.GetProperty("settled").GetProperty("unit_price").GetProperty("region").GetString().ShouldBe("cn-beijing");
        held.ShouldBe("7.339240");
        dear.GetProperty("settled").GetProperty("amount").GetProperty("amount").GetString().ShouldBe("3.669620");
        dear.GetProperty("settled").GetProperty("unit_price").GetProperty("region").GetString().ShouldBe("ap-southeast-1");
    }

    [Fact]
    public async Task A_budget_that_is_enough_in_the_cheap_region_alone_is_not_enough()
    {
        (string, string)[] accounts = [("Accounts:0:Name", "default"), ("Accounts:0:Region", "cn-beijing"), ("Accounts:1:Name", "far"), ("Accounts:1:ApiKey", "sk-far"), ("Accounts:1:Region", "ap-southeast-1")];
        await using var intake = new IntakeApplication(true, [.. accounts, ("Limits:Default:DailyBudget", "7")]);
        await using var narrow = new IntakeApplication(true, [.. accounts, ("Accounts:1:Models:0", "wan2.6-r2v"), ("Limits:Default:DailyBudget", "7")]);

        (await intake.PlaceAsync("acme")).Codes.ShouldBe(["budget.day"]);
        (await narrow.PlaceAsync("acme")).Codes.ShouldBeEmpty(); // The dear one does not run this model.
    }

    [Fact]
    public async Task A_price_that_is_not_known_is_said_so_and_is_never_zero()
    {
        await using var intake = new IntakeApplication(true, ("DASHSCOPE_REGION", "mars"));

        var (before, after) = await RunAsync(intake, new VideoUsage { Duration = 10, Resolution = 720 });

        foreach (var cost in new[] { before.GetProperty("estimated"), after.GetProperty("settled") })
        {
            cost.GetProperty("unknown").GetString()!.ShouldContain("in mars is not in the price list");
            cost.EnumerateObject().ShouldNotContain(property => property.Name.Contains("amount") || property.Name == "difference");
        }
    }

    private static async Task<(JsonElement Before, JsonElement After)> RunAsync(IntakeApplication intake, VideoUsage usage, string account = "default")
    {
        using var http = intake.CreateClient();
        using var response = await http.PostAsync("/v1/generations", new StringContent(Body, Encoding.UTF8, "application/json"));
        var id = (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString()!;
        await intake.Recorder.PublishedAsync<SubmitGeneration>(sent => sent.GenerationId == id);
        var before = await CostAsync();

        await intake.Bus.Publish(Samples.Submitted(id) with { Account = account });
        await intake.Recorder.PublishedAsync<TrackTask>(sent => sent.GenerationId == id);
        await intake.Bus.Publish(Samples.Rendered(id) with { Account = account, Usage = usage });
        await Eventually.UntilAsync(async () => (await CostAsync()).TryGetProperty("settled", out _), "the cost to be settled");
        return (before, await CostAsync());

        async Task<JsonElement> CostAsync() => (await http.GetFromJsonAsync<JsonElement>($"/v1/generations/{id}")).GetProperty("cost");
    }
}
