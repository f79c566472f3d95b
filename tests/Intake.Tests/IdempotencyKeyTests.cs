using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Wan.Fixtures;

namespace Wan.Intake.Tests;

/// <summary>The requester's own id of a request, as a header and in the body.</summary>
public sealed class IdempotencyKeyTests : IAsyncLifetime
{
    private const string Body = """{"model":"wan2.6-r2v","input":{"prompt":"character1 waves","reference_urls":["https://example.com/a.png"]}}""";

    private readonly IntakeApplication intake = new();

    private HttpClient http = null!;

    public Task InitializeAsync()
    {
        intake.UseKestrel(0); // A double of it leaves out empty headers.
        http = intake.CreateClient();
        return Task.CompletedTask;
    }

    public async Task DisposeAsync() => await intake.DisposeAsync();

    [Theory]
    [InlineData("abc", "\"abc\"")]
    [InlineData("a\\\"b", "\"a\\\\\\\"b\"")]
    public async Task A_key_in_quotes_is_the_same_key(string key, string inQuotes)
    {
        using var bare = await PostAsync(Body, key);
        using var quoted = await PostAsync(Body, inQuotes);

        quoted.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        quoted.Headers.Location.ShouldBe(bare.Headers.Location);
    }

    [Theory]
    [InlineData("order-1", "order-2")]
    [InlineData("order-1, order-2")] // What a proxy makes of two.
    [InlineData("\"order-1\", \"order-2\"")]
    [InlineData("\"order-1")]
    [InlineData("")]
    [InlineData("\"\"")]
    public async Task Two_keys_are_none_and_half_a_key_neither(params string[] keys)
    {
        using var response = await PostAsync(Body, keys);

        (await ProblemAsync(response)).GetProperty("detail").GetString()!.ShouldContain("Idempotency-Key");
        (await intake.CountAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task The_requests_own_id_is_the_same_as_the_key()
    {
        using var besides = await PostAsync(Body.Replace("{\"model\"", "{\"client_request_id\":\"order-2\",\"model\"", StringComparison.Ordinal), "order-1");
        using var same = await PostAsync(Body.Replace("{\"model\"", "{\"client_request_id\":\"order-1\",\"model\"", StringComparison.Ordinal), "order-1");

        (await ProblemAsync(besides)).GetProperty("findings")[0].GetProperty("pointer").GetString().ShouldBe("/client_request_id");
        same.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        (await intake.CountAsync()).ShouldBe(1);
    }

    [Fact]
    public async Task A_request_that_has_ended_is_not_accepted_once_more_but_shown()
    {
        using var first = await PostAsync(Body, "order-1");
        var generation = (await intake.Generations.FindByUniqueKeyAsync("default/order-1"))!;
        do // The bus may be at it.
        {
            generation = (await intake.Generations.FindAsync(generation.Id))!;
            (generation.CurrentState, generation.DueAt) = ("Completed", null);
        }
        while (!await intake.Generations.ReplaceAsync(generation));

        using var again = await PostAsync(Body, "order-1");

        again.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await again.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("status").GetString().ShouldBe("completed");
    }

    [Fact]
    public async Task One_that_was_accepted_is_not_refused_later_for_what_only_a_strict_reading_minds()
    {
        // Signed to be good for an hour and a little: of the margin that is asked for, the little is over soon.
        var end = DateTimeOffset.UtcNow.AddHours(1).AddSeconds(3);
        var body = Body.Replace("/a.png", $"/a.png?Expires={end.ToUnixTimeSeconds()}&Signature=s", StringComparison.Ordinal)
            .Replace("{\"model\"", "{\"strict\":true,\"model\"", StringComparison.Ordinal);
        using var first = await PostAsync(body, "order-1");
        first.StatusCode.ShouldBe(HttpStatusCode.Accepted, await first.Content.ReadAsStringAsync());
        await Eventually.UntilAsync(
            async () =>
            {
                using var other = await PostAsync(body, Guid.NewGuid().ToString());
                return other.StatusCode == HttpStatusCode.UnprocessableEntity;
            },
            "the same to be refused for a new key");

        using var again = await PostAsync(body, "order-1");

        again.IsSuccessStatusCode.ShouldBeTrue();
        (await again.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString().ShouldBe(first.Headers.Location!.ToString().Split('/')[^1]);
    }

    private async Task<HttpResponseMessage> PostAsync(string body, params string[] keys)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/generations") { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        foreach (var key in keys)
            request.Headers.TryAddWithoutValidation("Idempotency-Key", key);
        return await http.SendAsync(request);
    }

    private static async Task<JsonElement> ProblemAsync(HttpResponseMessage response)
    {
        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest, await response.Content.ReadAsStringAsync());
        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        return await response.Content.ReadFromJsonAsync<JsonElement>();
    }
}
