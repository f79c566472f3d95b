using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using Wan.DashScope.Catalogue;
using Wan.DashScope.Costs;
using Wan.DashScope.Prices;
using Wan.DashScope.Requests;

namespace Wan.DashScope.Tests;

/// <summary>What holds of any request, tried on many.</summary>
public sealed class RequestProperties
{
    private static readonly ModelCatalogue Catalogue = new();
    private static readonly GenerationRequestReader Reader = new(Catalogue);
    private static readonly CostEstimator Costs = new(Catalogue, new PriceList());

    private static readonly string[] Keys =
    [
        "model", "input", "parameters", "prompt", "negative_prompt", "media", "type", "url", "reference_voice", "referenceVoice", "reference_urls", "reference_video_urls",
        "resolution", "ratio", "size", "duration", "shot_type", "audio", "prompt_extend", "watermark", "seed",
        "client_request_id", "tenant", "priority", "strict", "callback_url", "metadata", "start_by", "x", "", "a/b~c", "é", "\"",
    ];

    private static readonly string[] Scalars =
    [
        "null", "true", "false", "0", "5", "5.0", "-1", "10", "16", "1e400", "-0.0", "2147483648", "\"\"", "\"x\"", "\" \"", "\"wan2.7-r2v\"", "\"wan2.6-r2v\"", "\"wan2.6-r2v-flash\"",
        "\"reference_image\"", "\"reference_video\"", "\"first_frame\"", "\"https://e.com/a.png\"", "\"https://e.com/a.mp4\"", "\"https://me@e.com\"", "\"oss://b/k\"", "\"data:image/png;base64,AAAA\"",
        "\"data:\"", "\"720P\"", "\"1:1\"", "\"1280*720\"", "\"multi\"", "\"Image 1 Video 2 character3\"", "\"图1 视频\uff12\"", "\"\\ud83d\\ude00\"", "\"\\ud800\"", "\"\\u0000\"",
    ];

    [Fact]
    public void A_request_that_passes_builds_a_body_that_reads_back_as_the_same_request() => Check(Requests, 2000, json =>
    {
        var request = Read(json).Request;
        if (request is null)
        {
            return true;
        }

        var again = Read(request.VendorBody);
        return AreSame(again.Request!, request) && AreSame(Read(again.Request!.VendorBody).Request!, request);
    });

    [Fact]
    public void A_request_written_in_another_way_has_the_same_hash() => Check(Requests.SelectMany(json => Gen.Choose(0, int.MaxValue).Select(seed => $"{seed} {json}")), 1000, text =>
    {
        var (seed, json) = (int.Parse(text.Split(' ', 2)[0], CultureInfo.InvariantCulture), text.Split(' ', 2)[1]);
        return Read(json).Request?.Hash == Read(Rewrite(JsonDocument.Parse(json).RootElement, new Random(seed))).Request?.Hash;
    });

    [Fact]
    public void Reading_any_json_object_never_throws_and_says_something_of_what_it_refuses() => Check(Objects, 3000, json =>
    {
        var reading = Read(json);
        return reading.Accepted ? reading.Request is not null : reading.Findings.Any(finding => finding.Severity == "error");
    });

    [Fact]
    public void Reading_any_bytes_never_throws()
    {
        var samples = Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "Samples")).Select(File.ReadAllBytes).ToArray();
        var random = new Random(20261124);
        for (var i = 0; i < 20_000; i++)
        {
            var body = Mutate([.. samples[i % samples.Length]], random);
            var reading = Reader.Read(body);
            (reading.Accepted ? reading.Request is not null : reading.Findings.Count > 0).ShouldBeTrue(Encoding.UTF8.GetString(body));
        }
    }

    [Fact]
    public void Billed_seconds_never_exceed_five_and_the_output() => Check(
        Requests.SelectMany(json => Gen.ArrayOf(Gen.Choose(-5, 400)).Select(tenths => (json, tenths))),
        2000,
        input =>
        {
            if (Read(input.json).Request is not { } request)
            {
                return true;
            }

            var lengths = input.tenths.Select(tenth => tenth % 7 == 0 ? (decimal?)null : tenth / 10m).ToArray();
            var estimate = Costs.Estimate(request, "cn-beijing", lengths);
            return estimate.InputSecondsMin >= 0 && estimate.InputSecondsMin <= estimate.InputSecondsMax && estimate.InputSecondsMax <= 5
                && estimate.OutputSeconds == request.Expected.Duration;
        });

    /// <summary>Requests of which most pass: each field left out, with a good value or now and then with a bad one.</summary>
    private static Gen<string> Requests => Gen.Elements("wan2.7-r2v", "wan2.6-r2v", "wan2.6-r2v-flash").SelectMany(model =>
        Gen.ArrayOf(Change(model), 6).Select(changes => changes
            .Aggregate(RuleCases.Passing(model), (request, change) => change.Length == 0 ? request : RuleCases.Apply(request, change))
            .ToJsonString()));

    private static Gen<string> Objects => Gen.Choose(1, 4).SelectMany(ObjectOf);

    private static Gen<string> Change(string model)
    {
        string[] common =
        [
            "", "/parameters/duration = 2", "/parameters/duration = 1e1", "/parameters/duration = 5.0", "/parameters/seed = 7", "/parameters/seed = null", "/parameters/watermark = true",
            "/parameters/prompt_extend = false", "/input/negative_prompt = \"rain \\u00e9\"", "/x = {\"b\":[1.0,2e1,null],\"a\":\"\\ud83d\\ude00\"}", "/input/extend_prompt = true",
            "/parameters/with_audio = false", "/tenant = \"a\"", "/metadata = {\"a\":\"b\"}", "/parameters/duration = 11",
        ];
        string[] of27 =
        [
            "/parameters/resolution = \"720P\"", "/parameters/ratio = \"9:16\"", "/input/media = [@img,@vid,@ff]", "/input/media = [@vid,@vid,@img]", "/input/media = [@vid]",
            "/input/reference_voice = \"https://e.com/v.mp3\"", "/input/media/0/referenceVoice = \"https://e.com/v.mp3\"", "/input/media/0/x = 1.50", "/input/prompt = \"图1\"",
        ];
        string[] of26 =
        [
            "/parameters/size = \"1280*720\"", "/parameters/shot_type = \"multi\"", "/parameters/audio = true", "/parameters/audio = false", "/input/reference_urls = [@mp4,@png,\"https://e.com/x\"]",
            "/input/reference_urls = [@mp4,@mp4,@mp4,@png,@png]", "/input/reference_video_urls = [@mp4]",
        ];
        return Gen.Elements<string>([.. common, .. model == "wan2.7-r2v" ? of27 : of26]);
    }

    private static Gen<string> ObjectOf(int depth) => Gen.Choose(0, 8).SelectMany(count => Gen.ArrayOf(
        Gen.Elements(Keys).SelectMany(key => ValueOf(depth - 1).Select(value => $"{JsonSerializer.Serialize(key)}:{value}")), count)
        .Select(properties => $"{{{string.Join(',', properties)}}}"));

    private static Gen<string> ValueOf(int depth) => depth == 0
        ? Gen.Elements(Scalars)
        : Gen.Frequency(
            (3, Gen.Elements(Scalars)),
            (2, ObjectOf(depth)),
            (1, Gen.Choose(0, 7).SelectMany(count => Gen.ArrayOf(ValueOf(depth - 1), count)).Select(items => $"[{string.Join(',', items)}]")));

    // Other order, other escapes, other spelling of whole numbers, spaces: the same meaning.
    private static string Rewrite(JsonElement element, Random random) => element.ValueKind switch
    {
        JsonValueKind.Object => $"{{ {string.Join(" ,", element.EnumerateObject().OrderBy(_ => random.Next()).Select(property => $"{Escape(property.Name, random)}: {Rewrite(property.Value, random)}"))}}}",
        JsonValueKind.Array => $"[{string.Join(", ", element.EnumerateArray().Select(item => Rewrite(item, random)))} ]",
        JsonValueKind.String => Escape(element.GetString()!, random),
        JsonValueKind.Number when element.TryGetInt32(out var number) => random.Next(3) switch { 0 => $"{number}.0", 1 => $"{number}0e-1", _ => $"{number}" },
        _ => element.GetRawText(),
    };

    private static string Escape(string text, Random random) =>
        $"\"{string.Concat(text.Select(character => character is '"' or '\\' or < ' ' || random.Next(2) == 0 || char.IsSurrogate(character) ? $"\\u{(int)character:x4}" : character.ToString()))}\"";

    private static byte[] Mutate(byte[] body, Random random)
    {
        for (var i = random.Next(1, 4); i > 0; i--)
        {
            var at = random.Next(body.Length);
            switch (random.Next(5))
            {
                case 0:
                    body[at] = (byte)random.Next(256);
                    break;
                case 1:
                    body = [.. body[..at], .. body[Math.Min(body.Length, at + random.Next(1, 30))..], (byte)' '];
                    break;
                case 2:
                    body = [.. body[..at], .. Encoding.UTF8.GetBytes(Scalars[random.Next(Scalars.Length)]), .. body[at..]];
                    break;
                case 3:
                    body = [.. body[..at], .. body.AsSpan(random.Next(body.Length)), .. body[at..]];
                    break;
                default:
                    body = [.. body[..at], (byte)"{}[]:,\"\\u0"[random.Next(10)], .. body[at..]];
                    break;
            }
        }

        return body;
    }

    private static RequestReading Read(string json) => Reader.Read(Encoding.UTF8.GetBytes(json));

    private static void Check<T>(Gen<T> cases, int count, Func<T, bool> holds) =>
        FsCheck.Check.One(Config.QuickThrowOnFailure.WithMaxTest(count).WithEndSize(100), Prop.ForAll(cases.ToArbitrary(), holds));

    private static bool AreSame(CanonicalRequest a, CanonicalRequest b) => a.Body.ToArray().SequenceEqual(b.Body.ToArray()) && a with { Body = b.Body } == b;
}
