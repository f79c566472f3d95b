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
        var targets = new[] { standalone.Vendor, standalone.Gateway };
        var tasks = await standalone.Simulator.WithFaultsAsync(
            [new { kind = "task_fails", match = Exchanges.Fails, code = "InternalError.Algo", message = "An internal error has occurred." }],
            () => Task.WhenAll(targets.Select(target => KnownTasks.MakeAsync(target, http, standalone.Tail))));

        var wrong = new List<string>();
        foreach (var exchange in Exchanges.All)
        {
            var problem = Difference.Check(exchange.Name, await AskAsync(exchange, targets[0], tasks[0]), await AskAsync(exchange, targets[1], tasks[1]), Differences.All);
            wrong.AddRange(problem is null ? [] : [problem]);
        }

        wrong.ShouldBeEmpty(string.Join('\n', wrong));
    }

    [Fact]
    public void Every_difference_is_one_of_a_request_and_stands_in_the_guide()
    {
        Differences.All.SelectMany(difference => difference.Exchanges).ShouldBeSubsetOf(Exchanges.All.Select(exchange => exchange.Name));
        var page = File.ReadAllText(Repository.File("docs", "gateway.md"));
        foreach (var difference in Differences.All.Concat(Differences.OfForms))
            page.ShouldContain(difference.Guide);
    }

    private async Task<IReadOnlyList<string>> AskAsync(Exchange exchange, DashScopeTarget target, IReadOnlyDictionary<string, string> tasks)
    {
        using var request = exchange.To(target, tasks);
        using var answer = await http.SendAsync(request);
        return await AnswerShape.ReadAsync(answer);
    }
}
