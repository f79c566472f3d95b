using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Wan.Fixtures;
using Wan.Storage;

namespace Wan.Intake.Tests;

/// <summary>The HTTP door while there is no broker.</summary>
public sealed class BrokerAwayTests : IAsyncDisposable
{
    private const string Body = """
        {"model":"wan2.6-r2v","input":{"prompt":"character1 waves","reference_urls":["https://example.com/a.png"]}}
        """;

    private readonly IntakeApplication intake = new(record: false, ("WAN_RABBITMQ", $"amqp://guest:guest@127.0.0.1:{FreePort.Next()}/"));

    public ValueTask DisposeAsync() => intake.DisposeAsync();

    [Fact]
    public async Task A_request_is_taken()
    {
        using var http = intake.CreateClient();

        using var response = await http.PostAsync("/v1/generations", new StringContent(Body, Encoding.UTF8, "application/json"));

        response.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        (await intake.Generations.PageAsync(new() { Limit = 10 })).Items.ShouldHaveSingleItem().DueAt.ShouldNotBeNull();
    }

    [Theory]
    [InlineData("rendering", "cancel", "{}")]
    [InlineData("uncertain", "resolve", """{"decision":"fail"}""")]
    public async Task What_only_the_bus_can_carry_is_refused_for_now(string status, string verb, string body)
    {
        await using var hurried = intake.WithWebHostBuilder(builder =>
            builder.ConfigureServices(services => services.AddSingleton<TimeProvider>(new FastClock())));
        var generation = Samples.Generation(status);
        await hurried.Services.GetRequiredService<IDocuments<Generation>>().InsertAsync(generation);
        using var http = hurried.CreateClient();

        using var response = await http.PostAsync(
            $"/v1/generations/{generation.Id}/{verb}", new StringContent(body, Encoding.UTF8, "application/json"));

        response.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        var problem = await response.Content.ReadFromJsonAsync<JsonElement>();
        problem.GetProperty("detail").GetString()!.ShouldContain("Ask again");
    }
}
