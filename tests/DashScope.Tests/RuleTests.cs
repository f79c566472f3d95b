using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Wan.Contracts;
using Wan.DashScope.Catalogue;
using Wan.DashScope.Requests;

namespace Wan.DashScope.Tests;

/// <summary>The tables of <c>Cases</c>: every rule of every family, on both sides of its limit.</summary>
public sealed class RuleTests
{
    private static readonly GenerationRequestReader Reader = new(
        new ModelCatalogue(), new NoonClock(), address => address.IdnHost == "inside.example" ? "must name a public address." : null);

    // As it comes from most programs: characters as they are, and as escapes.
    private static readonly JsonSerializerOptions[] Spellings = [new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }, new()];

    public static TheoryData<string, string, string> Rules => Data(RuleCases.Rules);

    public static TheoryData<string, string, string> Sentences => Data(RuleCases.Sentences);

    public static TheoryData<string, string> Bodies
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var (body, findings) in RuleCases.Bodies)
            {
                data.Add(body, findings);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Rules))]
    public void A_change_to_a_good_request_gives_these_findings(string model, string changes, string findings)
    {
        var request = RuleCases.Apply(RuleCases.Passing(model), changes);

        foreach (var spelling in Spellings)
        {
            Check(Reader.Read(Encoding.UTF8.GetBytes(request.ToJsonString(spelling))), findings);
        }
    }

    [Theory]
    [MemberData(nameof(Sentences))]
    public void A_change_to_a_good_request_is_spoken_of_in_this_sentence(string model, string changes, string sentence)
    {
        var body = RuleCases.Apply(RuleCases.Passing(model), changes).ToJsonString();

        var messages = Reader.Read(Encoding.UTF8.GetBytes(body)).Findings.Select(finding => finding.Message);

        messages.ShouldContain(message => message.EndsWith(sentence, StringComparison.Ordinal), string.Join('\n', messages));
    }

    [Theory]
    [MemberData(nameof(Bodies))]
    public void A_body_gives_these_findings(string body, string findings) => Check(Reader.Read(Encoding.UTF8.GetBytes(body)), findings);

    [Theory]
    [InlineData("wan2.7-r2v")]
    [InlineData("wan2.6-r2v")]
    [InlineData("wan2.6-r2v-flash")]
    public void The_request_that_the_table_changes_passes(string model) =>
        Check(Reader.Read(Encoding.UTF8.GetBytes(RuleCases.Passing(model).ToJsonString())), "none");

    [Fact]
    public void A_body_that_is_not_utf8_is_refused() => Check(Reader.Read(new byte[] { (byte)'{', (byte)'"', 0xFF, (byte)'"', (byte)':', (byte)'1', (byte)'}' }), "body.not_utf8");

    [Fact]
    public void A_byte_order_mark_is_left_out_with_a_warning()
    {
        var reading = Reader.Read(Encoding.UTF8.GetBytes("\uFEFF" + RuleCases.Passing("wan2.7-r2v").ToJsonString()));

        Check(reading, "~body.byte_order_mark");
        reading.Request.ShouldNotBeNull();
    }

    [Theory]
    [InlineData(63, "model.missing /model, input.missing /input")]
    [InlineData(64, "body.not_json")]
    [InlineData(100_000, "body.not_json")]
    public void Nesting_has_an_end(int depth, string findings) =>
        Check(Reader.Read(Encoding.UTF8.GetBytes($$"""{"x":{{new string('[', depth)}}{{new string(']', depth)}}}""")), findings);

    [Fact]
    public void Far_too_many_findings_are_cut_off_and_counted()
    {
        var keys = string.Join(',', Enumerable.Repeat("\"k\":1", 151));

        var reading = Reader.Read(Encoding.UTF8.GetBytes($$$"""{"model":"wan2.7-r2v","input":{{{{keys}}}}}"""));

        reading.Findings.Count.ShouldBe(101);
        reading.Findings[^1].Message.ShouldContain("52 more");
        reading.Accepted.ShouldBeFalse();
    }

    [Fact]
    public void A_sentence_has_the_limit_and_the_value_found_and_no_secret()
    {
        var request = RuleCases.Apply(RuleCases.Passing("wan2.7-r2v"), """/parameters/duration = 16 & /parameters/seed = "https://e.com/x?Signature=secret" & /input/media/0/url = "ftp://me:secret@e.com/?Signature=secret" """);

        var messages = string.Join('\n', Reader.Read(Encoding.UTF8.GetBytes(request.ToJsonString())).Findings.Select(finding => finding.Message));

        messages.ShouldContain("duration must be 2 to 15, but is 16.");
        messages.ShouldContain("but begins with ftp://.");
        messages.ShouldNotContain("secret");
    }

    private static TheoryData<string, string, string> Data(IEnumerable<(string Model, string Changes, string Last)> cases)
    {
        var data = new TheoryData<string, string, string>();
        foreach (var (model, changes, last) in cases)
        {
            data.Add(model, changes, last);
        }

        return data;
    }

    private static void Check(RequestReading reading, string expected)
    {
        var isErrorExpected = expected.Split(", ").Any(item => item[0] != '~') && expected is not "ok" and not "none";
        reading.Accepted.ShouldBe(!isErrorExpected);
        reading.Accepted.ShouldBe(!isErrorExpected);
        var mayBeEarlier = reading.Envelope.Strict || expected is "start_by.past /start_by" or "start_by.too_far /start_by" or "callback_url.not_public /callback_url";
        (reading.Request is null).ShouldBe(isErrorExpected && !mayBeEarlier); // What only strictness, the time or a setting refuses may have been accepted before.
        var found = reading.Findings.Select(Show);
        if (expected == "ok")
        {
            found.ShouldAllBe(finding => finding.StartsWith("~prompt."));
        }
        else
        {
            // What the prompt says of the references is in the lines that are about it, and follows from the references in the others.
            var isAboutPrompt = expected.Contains("~prompt.", StringComparison.Ordinal) || expected == "none";
            found.Where(finding => isAboutPrompt || !finding.StartsWith("~prompt.", StringComparison.Ordinal))
                .ShouldBe(expected == "none" ? [] : RuleCases.Expand(expected).Split(", "), ignoreOrder: true);
        }
    }

    private static string Show(Finding finding)
    {
        finding.Message.ShouldNotBeNullOrWhiteSpace();
        finding.Severity.ShouldBeOneOf("error", "warning");
        return $"{(finding.Severity == "warning" ? "~" : "")}{finding.Code} {finding.Pointer}".TrimEnd();
    }

    // The time that the table of signed URLs is made for.
    private sealed class NoonClock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => new(2026, 11, 29, 12, 0, 0, TimeSpan.Zero);
    }
}
