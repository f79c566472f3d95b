using System.Net;
using System.Text.Json;
using Wan.Hosting.Doors.Access;

namespace Wan.Intake.Tests.Keys;

/// <summary>A tenant makes, lists and cancels only its own; an operator everybody's.</summary>
public sealed class TenantTests : IAsyncLifetime
{
    private readonly IntakeApplication intake = new();
    private HttpClient http = null!;
    private string acme = null!, other = null!, operators = null!;

    public async Task InitializeAsync()
    {
        http = intake.CreateClient();
        (acme, other, operators) = (await intake.AddKeyAsync("acme"), await intake.AddKeyAsync("other"), await intake.AddOperatorAsync("house"));
    }

    public async Task DisposeAsync() => await intake.DisposeAsync();

    [Theory]
    [InlineData(null)]
    [InlineData("acme")]
    public async Task What_it_asks_for_is_its_own(string? named)
    {
        var id = await CreateAsync(acme, named);

        (await intake.Generations.FindAsync(id))!.Tenant.ShouldBe("acme");
        (await http.GetAsync(acme, $"/v1/generations/{id}")).Status.ShouldBe(HttpStatusCode.OK);
        (await http.GetAsync(other, $"/v1/generations/{id}")).Status.ShouldBe(HttpStatusCode.NotFound);
        (await http.GetAsync(operators, $"/v1/generations/{id}")).Status.ShouldBe(HttpStatusCode.OK);
        (await http.PostAsync(other, $"/v1/generations/{id}/cancel")).Status.ShouldBe(HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("/v1/generations")]
    [InlineData("/v1/generations?dryRun=true")]
    public async Task It_asks_for_nobody_else(string path)
    {
        var refused = await http.PostAsync(acme, path, Named("other"));

        (refused.Status, refused.Code).ShouldBe((HttpStatusCode.Forbidden, "auth.tenant"));
        refused.Json.GetProperty("findings")[0].GetProperty("pointer").GetString().ShouldBe("/tenant");
        (await intake.CountAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task An_operator_asks_for_anybody_and_for_its_own_tenant_without_a_name()
    {
        (await intake.Generations.FindAsync(await CreateAsync(operators, "other")))!.Tenant.ShouldBe("other");
        (await intake.Generations.FindAsync(await CreateAsync(operators, null)))!.Tenant.ShouldBe("house");
    }

    [Theory]
    [InlineData("")]
    [InlineData("?view=full")]
    [InlineData("?status=accepted")]
    [InlineData("?limit=1")]
    public async Task It_lists_its_own(string query)
    {
        var own = await intake.AddGenerationAsync("acme", "accepted", hasVideo: false);
        await intake.AddGenerationAsync("other", "accepted", hasVideo: false);

        (await ListAsync(acme, query)).ShouldBe([own.Id]);
        (await ListAsync(acme, query.Length == 0 ? "?tenant=acme" : $"{query}&tenant=acme")).ShouldBe([own.Id]);
        (await http.GetAsync(acme, $"/v1/generations{(query.Length == 0 ? "?" : query + "&")}tenant=other")).Code.ShouldBe("auth.tenant");
    }

    [Fact]
    public async Task An_operator_lists_all_or_those_of_one()
    {
        var (first, second) = (await intake.AddGenerationAsync("acme"), await intake.AddGenerationAsync("other"));

        (await ListAsync(operators, "")).ShouldBe([first.Id, second.Id], ignoreOrder: true);
        (await ListAsync(operators, "?tenant=other")).ShouldBe([second.Id]);
    }

    [Fact]
    public async Task A_cursor_of_an_operators_list_shows_it_nothing_of_others()
    {
        for (var count = 0; count < 3; count++)
            await intake.AddGenerationAsync("other");
        var own = await intake.AddGenerationAsync("acme");
        var cursor = (await http.GetAsync(operators, "/v1/generations?limit=1")).Json.GetProperty("next").GetString();

        (await ListAsync(acme, $"?cursor={cursor}")).Except([own.Id]).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_same_id_of_two_tenants_is_two_requests()
    {
        const string body = """{"model":"wan2.6-r2v","input":{"prompt":"character1 waves","reference_urls":["https://example.com/a.png"]},"client_request_id":"order-1"}""";

        var (first, second) = (await http.PostAsync(acme, "/v1/generations", body), await http.PostAsync(other, "/v1/generations", body));

        Id(first).ShouldNotBe(Id(second));
        (await ListAsync(acme, "?client_request_id=order-1")).ShouldBe([Id(first)]);
        (await ListAsync(other, "?client_request_id=order-1")).ShouldBe([Id(second)]);
        (await ListAsync(operators, "?client_request_id=order-1&tenant=other")).ShouldBe([Id(second)]);
        (await ListAsync(operators, "?client_request_id=order-1")).ShouldBeEmpty();
    }

    [Fact]
    public async Task Fifty_at_once_are_fifty_of_two_tenants()
    {
        var ids = await Task.WhenAll(Enumerable.Range(0, 50).Select(number => CreateAsync(number % 2 == 0 ? acme : other, null)));

        ids.Distinct().Count().ShouldBe(50);
        (await ListAsync(acme, "?limit=100")).ShouldBe(ids.Where((_, number) => number % 2 == 0), ignoreOrder: true);
    }

    private async Task<string> CreateAsync(string key, string? named)
    {
        var answer = await http.PostAsync(key, "/v1/generations", named is null ? KeyHolder.Body : Named(named));
        answer.Status.ShouldBe(HttpStatusCode.Accepted, answer.Text);
        return Id(answer);
    }

    private async Task<List<string>> ListAsync(string key, string query) =>
        [.. (await http.GetAsync(key, $"/v1/generations{query}")).Json.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("id").GetString()!)];

    private static string Id(Heard answer) => answer.Json.GetProperty("id").GetString()!;

    private static string Named(string tenant) => KeyHolder.Body.Replace("{\"model\"", $"{{\"tenant\":\"{tenant}\",\"model\"", StringComparison.Ordinal);
}
