using System.Text;
using System.Text.Json;
using Wan.Contracts;
using Wan.DashScope.Costs;
using Wan.DashScope.Prices;
using Wan.Intake.Views;

namespace Wan.Intake.Tests;

/// <summary>What lists show of a generation is what it shows itself, without what is long.</summary>
public sealed class GenerationSummaryTests
{
    private static readonly Uri PublicUrl = new("https://wan.example.com/videos/");

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    private static readonly Price Price = new()
    {
        Region = "cn-beijing", Model = Samples.Model, Resolution = 720, Amount = 0.6m, Currency = "CNY", Date = new DateOnly(2026, 2, 1), Source = "https://example.com/prices",
    };

    private static readonly CostSettlement Settled = new()
    {
        BilledSeconds = 10, UnitPrice = Price, Amount = new() { Amount = "6.00", Currency = "CNY" }, Warnings = ["SR is missing."],
    };

    [Theory]
    [InlineData("accepted")]
    [InlineData("submitting")]
    [InlineData("rendering")]
    [InlineData("archiving")]
    [InlineData("completed")]
    [InlineData("failed")]
    [InlineData("cancelled")]
    [InlineData("uncertain")]
    [InlineData("rejected")]
    public void It_shows_what_the_generation_shows(string state)
    {
        ShouldBeAsShown(Samples.Generation(state));
        ShouldBeAsShown(Full(state));
    }

    [Fact]
    public void A_hold_and_a_deletion_are_shown_where_there_is_a_video()
    {
        foreach (var state in new[] { "archiving", "completed" })
        {
            var generation = Full(state);
            generation.VideoHold = true;
            generation.VideoDeletion = new() { At = Samples.Now.AddDays(30), Reason = "It is \"older\" than 30 days.", ArchivedAt = Samples.Now };
            ShouldBeAsShown(generation);
        }
    }

    [Fact]
    public void Texts_of_any_language_stay_what_they_are()
    {
        var generation = Samples.Generation("failed");
        generation.Error = new() { Code = "vendor_failed", Message = "她说 \"好\": <b>万相</b> \\ \u0001 😀" };

        Parse(Show(generation)).GetProperty("error").GetProperty("message").GetString().ShouldBe(generation.Error.Message);
        Parse(Show(Stored(generation))).GetProperty("error").GetProperty("message").GetString().ShouldBe(generation.Error.Message);
    }

    [Fact]
    public void Other_releases_and_people_may_have_written_it_otherwise()
    {
        var generation = Full("completed");
        using var document = JsonDocument.Parse(Stored(generation));
        var mended = JsonSerializer.Serialize(document, Indented)
            .Replace("\"Status\": \"completed\",", "\"OfAnotherRelease\": {\"Tenant\": [null, {\"Model\": 1}]}, \"SealedVideoUrl\": null,", StringComparison.Ordinal);

        JsonElement.DeepEquals(Parse(Show(Encoding.UTF8.GetBytes(mended))), Parse(Shown(generation))).ShouldBeTrue();
    }

    [Theory]
    [InlineData("\"Tenant\":\"acme\",", "")]
    [InlineData("\"Tenant\":\"acme\"", "\"Tenant\":null")]
    [InlineData("\"Tenant\":\"acme\"", "\"Tenant\":7")]
    [InlineData("\"Estimate\":{", "\"Estimate\":[],\"Other\":{")]
    [InlineData("\"Video\":{", "\"Video\":{},\"Other\":{")]
    [InlineData("\"CurrentState\":\"Completed\"", "\"CurrentState\":\"Fertig für immer\"")]
    [InlineData("\"Timeline\":[]", "\"Timeline\":[")]
    [InlineData("\"Timeline\":[]}", "\"Timeline\":[]}}")]
    [InlineData("\"Timeline\":[]}", "\"Timeline\":[]")]
    public void What_is_no_generation_is_not_shown(string text, string other)
    {
        var stored = Encoding.UTF8.GetString(Stored(Full("completed")));
        stored.ShouldContain(text);

        Should.Throw<JsonException>(() => new GenerationSummary(Encoding.UTF8.GetBytes(stored.Replace(text, other, StringComparison.Ordinal))));
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("not JSON")]
    public void Nor_is_what_is_no_object(string stored) => Should.Throw<JsonException>(() => new GenerationSummary(Encoding.UTF8.GetBytes(stored)));

    [Fact]
    public void Nor_is_what_is_no_text()
    {
        var stored = Stored(Full("completed"));
        stored[stored.AsSpan().IndexOf("acme"u8)] = 0xFF;

        Should.Throw<JsonException>(() => new GenerationSummary(stored));
    }

    private static void ShouldBeAsShown(Generation generation)
    {
        foreach (var publicUrl in new[] { PublicUrl, null })
        {
            var (summary, shown) = (Show(generation, publicUrl), Shown(generation, publicUrl));
            JsonElement.DeepEquals(Parse(summary), Parse(shown)).ShouldBeTrue($"{summary} is not {shown}");
        }
    }

    private static string Shown(Generation generation) => Shown(generation, PublicUrl);

    private static string Shown(Generation generation, Uri? publicUrl) => JsonSerializer.Serialize(
        Summary(GenerationView.Of(generation, new(publicUrl, null))), IntakeJson.Default.GenerationView);

    private static GenerationView Summary(GenerationView view) => view with
    {
        Links = new() { Self = view.Links.Self, Events = view.Links.Events }, Findings = null, Candidates = null, Timeline = null, Usage = null,
    };

    private static string Show(Generation generation) => Show(generation, PublicUrl);

    private static string Show(Generation generation, Uri? publicUrl) => Show(Stored(generation), publicUrl);

    private static string Show(byte[] stored) => Show(stored, PublicUrl);

    private static string Show(byte[] stored, Uri? publicUrl)
    {
        var (summary, address) = (new GenerationSummary(stored), Encoding.UTF8.GetBytes(Generation.DoorsAt(publicUrl)));
        var json = new JsonBytes(new byte[summary.MaxLength(address)]);
        summary.Write(ref json, address);
        return Encoding.UTF8.GetString(json.Written);
    }

    private static byte[] Stored(Generation generation) => JsonSerializer.SerializeToUtf8Bytes(generation, IntakeJson.Default.Generation);

    private static JsonElement Parse(string json) => JsonElement.Parse(json);

    private static Generation Full(string state)
    {
        var sample = Samples.Generation(state);
        return new Generation
        {
            CorrelationId = sample.CorrelationId, CreatedAt = Samples.Now.AddTicks(1_234_567), UpdatedAt = Samples.Now.AddSeconds(7), CurrentState = sample.CurrentState,
            Tenant = "acme", Model = Samples.Model, Priority = "high", RequestHash = sample.RequestHash, ClientRequestId = "order-1", UniqueKey = "acme/order-1",
            Metadata = new Dictionary<string, string> { ["Tenant"] = "other", ["order"] = "42" },
            Findings = [new() { Severity = "warning", Code = "media.odd", Pointer = "/input", Message = "Odd." }],
            Estimate = new()
            {
                InputSecondsMin = 0, InputSecondsMax = 5, OutputSeconds = 5, UnitPrice = Price, AmountMax = new() { Amount = "6.00", Currency = "CNY" },
            },
            Settled = Settled, TraceParent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", TaskId = "task",
            Orphans = [new() { TaskId = "other", EndedAs = "SUCCEEDED", Settled = Settled }],
            Usage = new() { Duration = 5 }, Video = sample.Video is null ? null : Samples.Video with { Codec = "avc1", Warnings = ["It has 31 frames a second."] },
            Error = sample.Error is null ? null : Samples.Error with { VendorCode = "InternalError.Algo" },
            Candidates = [new() { TaskId = "other", Status = "RUNNING" }], UrlExpiresAt = Samples.Now.AddDays(1), OnHold = state == "uncertain",
        };
    }
}
