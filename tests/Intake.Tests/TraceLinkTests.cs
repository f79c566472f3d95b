using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Wan.Intake.Tests;

/// <summary>From a generation to its trace, wherever traces are looked at.</summary>
public sealed class TraceLinkTests
{
    private const string TraceId = "4bf92f3577b34da6a3ce929d0e0e4736";
    private const string Body = """{"model":"wan2.6-r2v","input":{"prompt":"character1 waves","reference_urls":["https://example.com/a.png"]}}""";

    // Traces are recorded where they would be sent, though nobody takes them there.
    private static readonly (string Key, string Value) Nobody = ("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "http://127.0.0.1:1");

    [Fact]
    public async Task A_generation_links_to_its_trace_wherever_it_is_shown_in_full()
    {
        await using var intake = new IntakeApplication(settings: [Nobody, ("Telemetry:TraceUrl", "https://traces.example.com/{trace_id}?view=tree")]);
        using var http = intake.CreateClient();

        var accepted = await PostAsync(http, "01");
        var found = await GetAsync(http, $"/v1/generations/{accepted.GetProperty("id").GetString()}");
        var full = (await GetAsync(http, "/v1/generations?view=full")).GetProperty("items")[0];

        foreach (var view in new[] { accepted, found, full })
            view.GetProperty("links").GetProperty("trace").GetString().ShouldBe($"https://traces.example.com/{TraceId}?view=tree");
        (await GetAsync(http, "/v1/generations")).GetProperty("items")[0].GetProperty("links").TryGetProperty("trace", out _).ShouldBeFalse();
    }

    [Theory]
    [InlineData(null, "01")]
    [InlineData("https://traces.example.com/{trace_id}", "00")]
    public async Task Without_a_page_of_traces_or_a_record_of_its_own_it_links_to_nothing(string? page, string flags)
    {
        await using var intake = new IntakeApplication(settings: [Nobody, ("Telemetry:TraceUrl", page!)]);
        using var http = intake.CreateClient();

        var accepted = await PostAsync(http, flags);

        accepted.GetProperty("trace_id").GetString().ShouldBe(TraceId);
        accepted.GetProperty("links").TryGetProperty("trace", out _).ShouldBeFalse();
    }

    [Theory]
    [InlineData("GET", "/v1/generations/none")]
    [InlineData("GET", "/v1/nothing")]
    [InlineData("POST", "/v1/generations")]
    public async Task A_refusal_names_its_trace_as_a_generation_does(string method, string path)
    {
        await using var intake = new IntakeApplication();
        using var http = intake.CreateClient();
        using var request = new HttpRequestMessage(new HttpMethod(method), path) { Headers = { { "traceparent", $"00-{TraceId}-00f067aa0ba902b7-01" } } };

        using var answer = await http.SendAsync(request);

        (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("traceId").GetString().ShouldBe(TraceId);
    }

    [Theory]
    [InlineData("https://traces.example.com/")]
    [InlineData("/traces/{trace_id}")]
    [InlineData("ftp://traces.example.com/{trace_id}")]
    [InlineData("localhost:16686/trace/{trace_id}")]
    public void A_page_that_is_no_address_with_a_place_for_the_trace_is_refused_at_the_start(string page)
    {
        var configuration = new ConfigurationManager { ["DASHSCOPE_API_KEY"] = "sk-test", ["Telemetry:TraceUrl"] = page };
        using var provider = new ServiceCollection().AddSingleton<IConfiguration>(configuration).AddIntake(configuration).BuildServiceProvider();

        Should.Throw<OptionsValidationException>(() => provider.GetRequiredService<IStartupValidator>().Validate())
            .Message.ShouldContain("Telemetry:TraceUrl must be an address with {trace_id} in it");
    }

    private static async Task<JsonElement> PostAsync(HttpClient http, string flags)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/generations") { Content = new StringContent(Body, Encoding.UTF8, "application/json") };
        request.Headers.Add("traceparent", $"00-{TraceId}-00f067aa0ba902b7-{flags}");
        using var response = await http.SendAsync(request);
        return await response.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>();
    }

    private static Task<JsonElement> GetAsync(HttpClient http, string path) => http.GetFromJsonAsync<JsonElement>(new Uri(path, UriKind.Relative));
}
