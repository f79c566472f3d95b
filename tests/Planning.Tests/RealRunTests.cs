using System.Globalization;
using System.Net.Http.Json;
using System.Text.RegularExpressions;
using Wan.Fixtures;
using Wan.Planning.Simulation;

namespace Wan.Planning.Tests;

/// <summary>A plan, beside the same generations in the services themselves with the vendor simulated.</summary>
public sealed partial class RealRunTests
{
    private const int Generations = 60;
    private const int Accounts = 2;
    private const int Slots = 10;

    private static readonly string[] Names = ["high", "normal", "low"];

    [Fact]
    public async Task Services_pay_for_what_was_planned_and_keep_the_same_order_of_priorities()
    {
        using var folder = new TemporaryFolder();
        await using var vendor = new ServiceProcess("Simulator", Simulator(folder.File("simulator")));
        await using var services = new ServiceProcess("Standalone", Services(folder.Path, vendor.Address));
        await services.StartAsync();
        using var http = new HttpClient { BaseAddress = services.Address };
        var priorities = Enumerable.Range(0, Generations).Select(number => number * 7 % 3).ToList();

        // Almost all stand in line before the vendor is there.
        for (var number = 0; number < Generations; number++)
            await AskAsync(http, number, Names[priorities[number]]);
        await vendor.StartAsync();
        using var simulator = new SimulatorClient(vendor.Address);
        Ledger ledger = null!;
        await Eventually.UntilAsync(
            async () => (ledger = await simulator.GetLedgerAsync()).Tasks.Count(task => task.Status == "SUCCEEDED") == Generations,
            () => $"{Generations} tasks, not {ledger.Tasks.Count}{services.Tail()}",
            3 * Eventually.Patience);

        var tasks = ledger.Tasks.OrderBy(task => task.SubmittedAt).ToList();
        var numbers = tasks.Select(task => int.Parse(Number().Match(task.Prompt).Value, CultureInfo.InvariantCulture)).ToList();
        var rendering = new TimeSpan[Generations];
        foreach (var (task, number) in tasks.Zip(numbers))
            rendering[number] = task.EndsAt!.Value - task.ScheduledAt!.Value;
        var input = new PlanInput { Accounts = Accounts, PerDay = Generations, Duration = 2, Size = "720P", Watched = Accounts };
        var load = new Load(new TimeSpan[Generations], rendering, [.. priorities.Select(priority => (byte)priority)]);
        var outcome = PlanRun.Of(input, load, new PlanDelays { Accept = TimeSpan.Zero });

        numbers.Order().ShouldBe(Enumerable.Range(0, Generations));
        outcome.Order.Order().ShouldBe(numbers.Order());
        ledger.Tasks.Sum(task => task.BilledSeconds).ShouldBe(outcome.Ended * (decimal)outcome.Video.Expected.Duration!.Value);

        // Who had a slot before all stood in line was begun whatever its priority; the others one priority after the other, but for who is begun together.
        Plans.Overtakers([.. numbers.Select(number => priorities[number])], Slots).ShouldBeLessThanOrEqualTo(Slots);
        Plans.Overtakers([.. outcome.Order.Select(number => priorities[number])], Slots).ShouldBeLessThanOrEqualTo(Slots);
        ledger.Accounts.ShouldAllBe(account => account.MaxSubmitsInASecond <= 5 && account.MaxQueriesInASecond <= 20);
        ledger.Accounts.SelectMany(account => account.Models.Values).ShouldAllBe(model => model.MaxUnfinished <= Slots / Accounts);
        (outcome.MostSubmits, outcome.MostQueries, outcome.MostRunning).ShouldSatisfyAllConditions(
            most => most.MostSubmits.ShouldBeLessThanOrEqualTo(5), most => most.MostQueries.ShouldBeLessThanOrEqualTo(20), most => most.MostRunning.ShouldBeLessThanOrEqualTo(Slots / Accounts));
    }

    private static async Task AskAsync(HttpClient http, int number, string priority)
    {
        using var response = await http.PostAsJsonAsync("/v1/generations", new
        {
            model = "wan2.7-r2v",
            input = new { prompt = $"It smiles, number {number}.", media = new[] { new { type = "reference_image", url = "https://example.com/a.png" } } },
            parameters = new { resolution = "720P", duration = 2 },
            priority,
        });
        ((int)response.StatusCode).ShouldBe(202, await response.Content.ReadAsStringAsync());
    }

    private static Dictionary<string, string> Simulator(string folder) => new()
    {
        ["Simulator__Directory"] = folder,
        ["Simulator__RenderTime"] = "00:00:01..00:00:03",
        ["Simulator__QueueDelay"] = "00:00:00",
        ["Simulator__Accounts__first__0"] = "sk-first",
        ["Simulator__Accounts__second__0"] = "sk-second",
    };

    private static Dictionary<string, string> Services(string folder, Uri vendor)
    {
        var settings = new Dictionary<string, string>
        {
            ["Storage__Directory"] = folder,
            ["Archiver__AllowedNetworks__0"] = "127.0.0.0/8",

            // The vendor is not there at first, and is tried again soon.
            ["Submitter__LongestBlock"] = "00:00:01",
            ["Submitter__ShortestPause"] = "00:00:01",
        };
        foreach (var (index, name) in new[] { "first", "second" }.Index())
        {
            settings[$"Accounts__{index}__Name"] = name;
            settings[$"Accounts__{index}__ApiKey"] = $"sk-{name}";
            settings[$"Accounts__{index}__BaseUrl"] = new Uri(vendor, "/api/v1").AbsoluteUri;
        }

        return settings;
    }

    [GeneratedRegex(@"\d+")]
    private static partial Regex Number();
}
