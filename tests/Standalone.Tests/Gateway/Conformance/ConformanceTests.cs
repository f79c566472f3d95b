using Wan.Fixtures;

namespace Wan.Standalone.Tests.Gateway.Conformance;

/// <summary>The gateway answers as the simulated vendor does, but for <see cref="Differences"/>.</summary>
[Collection(GatewayTogether.Name)]
public sealed class ConformanceTests(GatewayStandalone standalone) : IDisposable
{
    private readonly HttpClient http = new();

    public void Dispose() => http.Dispose();

    [Fact]
    public async Task Every_request_is_answered_as_the_vendor_answers_it()
    {
        await standalone.Simulator.SetFaultsAsync(new { kind = "task_fails", match = Exchanges.Fails, code = "InternalError.Algo", message = "An internal error has occurred." });
        var targets = new[] { standalone.Vendor, standalone.Gateway };
        var tasks = await Task.WhenAll(targets.Select(target => KnownTasks.MakeAsync(target, http, standalone.Tail)));
        await standalone.Simulator.SetFaultsAsync();

        var wrong = new List<string>();
        foreach (var exchange in Exchanges.All)
        {
            var vendor = await AskAsync(exchange, targets[0], tasks[0]);
            var gateway = await AskAsync(exchange, targets[1], tasks[1]);
            var found = (Vendor: vendor.Except(gateway), Gateway: gateway.Except(vendor));
            var known = Differences.All.Where(difference => difference.Exchanges.Contains(exchange.Name)).ToList();
            if (!found.Vendor.ToHashSet().SetEquals(known.SelectMany(difference => difference.Vendor)) || !found.Gateway.ToHashSet().SetEquals(known.SelectMany(difference => difference.Gateway)))
                wrong.Add($"{exchange}\n  only the vendor: {string.Join("; ", found.Vendor)}\n  only the gateway: {string.Join("; ", found.Gateway)}\n  known: {string.Join("; ", known)}");
        }

        wrong.ShouldBeEmpty(string.Join('\n', wrong));
    }

    [Fact]
    public void Every_difference_is_one_of_a_request_and_stands_in_the_guide()
    {
        Differences.All.SelectMany(difference => difference.Exchanges).ShouldBeSubsetOf(Exchanges.All.Select(exchange => exchange.Name));
        var page = File.ReadAllText(Repository.File("docs", "gateway.md"));
        foreach (var difference in Differences.All)
            page.ShouldContain(difference.Guide);
    }

    private async Task<IReadOnlyList<string>> AskAsync(Exchange exchange, DashScopeTarget target, IReadOnlyDictionary<string, string> tasks)
    {
        using var request = exchange.To(target, tasks);
        using var answer = await http.SendAsync(request);
        return await AnswerShape.ReadAsync(answer);
    }
}
