using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace Wan.Intake.Tests.Ledger;

/// <summary>Whose usage and limits a key sees.</summary>
public sealed class TenantOfKeyTests
{
    [Fact]
    public async Task A_key_of_one_tenant_sees_that_ones_usage_and_limits_and_no_others()
    {
        await using var intake = new IntakeApplication(settings: ("Limits:Default:MaxWaiting", "5"));
        await intake.PlaceAsync("acme");
        await intake.PlaceAsync("other");
        using var operators = intake.CreateClient();
        operators.DefaultRequestHeaders.Authorization = await KeyAsync(operators, "boss", "create,read,operate");
        using var http = intake.CreateClient();
        http.DefaultRequestHeaders.Authorization = await KeyAsync(operators, "acme", "read");

        var usage = await http.GetFromJsonAsync<JsonElement>("/v1/usage?group_by=tenant");
        var limits = await http.GetFromJsonAsync<JsonElement>("/v1/limits");
        var all = await operators.GetFromJsonAsync<JsonElement>("/v1/usage?group_by=tenant");

        Tenants(usage).ShouldBe(["acme"]);
        Tenants(all).ShouldBe(["acme", "other"]);
        (limits.GetProperty("tenant").GetString(), limits.GetProperty("waiting").GetProperty("used").GetInt32()).ShouldBe(("acme", 1));
        foreach (var door in new[] { "usage", "limits" })
        {
            using var others = await http.GetAsync($"/v1/{door}?tenant=other");
            others.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
            using var own = await http.GetAsync($"/v1/{door}?tenant=acme");
            own.StatusCode.ShouldBe(HttpStatusCode.OK);
        }
    }

    private static IEnumerable<string?> Tenants(JsonElement usage) => usage.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("tenant").GetString());

    private static async Task<AuthenticationHeaderValue> KeyAsync(HttpClient http, string tenant, string scopes)
    {
        using var response = await http.PostAsJsonAsync("/v1/keys", new { name = tenant, tenant, scopes = scopes.Split(',') });
        return new("Bearer", (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("key").GetString());
    }
}
