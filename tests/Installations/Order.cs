using System.Text.Json.Nodes;

namespace Wan.Installations;

/// <summary>A request for a video, and what the video must then be.</summary>
public sealed record Order(string Prompt, string Model, JsonObject Body, int Width, int Height, int Seconds, bool Audio)
{
    private const string Image = "https://example.com/person.png";
    private const string Video = "https://example.com/dance.mp4";
    private const string Voice = "https://example.com/voice.mp3";

    /// <summary>Requests of all three models, sizes, references and lengths in turn; no two have the same prompt.</summary>
    public static IReadOnlyList<Order> Mixed(int count) => [.. Enumerable.Range(1, count).Select(number => Make(number))];

    /// <summary>One of them.</summary>
    /// <param name="number">Decides what is ordered.</param>
    /// <param name="subject">Begins the prompt, which goes on with the number.</param>
    public static Order Make(int number, string subject = "Order")
    {
        var seconds = 2 + number % 3;
        return (number % 7) switch
        {
            0 => New27($"{subject} {number}", "720P", "16:9", 1280, 720, seconds, [Reference("reference_image", Image)]),
            1 => New27($"{subject} {number}", "720P", "9:16", 720, 1280, seconds, [Reference("reference_video", Video), Reference("reference_image", Image, Voice)]),
            2 => New27($"{subject} {number}", "1080P", "4:3", 1648, 1248, seconds, [Reference("reference_image", Image)]),
            6 => New27($"{subject} {number}", "1080P", "16:9", 1920, 1080, seconds, [Reference("first_frame", Image), Reference("reference_video", Video, Voice)]),
            3 => New26($"{subject} {number}", "wan2.6-r2v-flash", "1280*720", 1280, 720, seconds, audio: true),
            4 => New26($"{subject} {number}", "wan2.6-r2v-flash", "960*960", 960, 960, seconds, audio: false),
            _ => New26($"{subject} {number}", "wan2.6-r2v", "832*1088", 832, 1088, seconds, audio: null),
        };
    }

    /// <summary>
    /// One request for each model. Submitted later than an uncertain one, they show that the vendor's list has come so far: only then what it
    /// does not show was not made.
    /// </summary>
    public static IReadOnlyList<Order> Witnesses() => [Make(1001), Make(1005), Make(1006)];

    /// <summary>The same request with a length that no model makes.</summary>
    public static JsonObject Spoilt(JsonObject body)
    {
        var spoilt = body.DeepClone().AsObject();
        spoilt["parameters"]!["duration"] = 99;
        return spoilt;
    }

    private static Order New27(string name, string resolution, string ratio, int width, int height, int seconds, JsonArray media)
    {
        var prompt = $"{name}: somebody dances.";
        var body = new JsonObject
        {
            ["model"] = "wan2.7-r2v",
            ["input"] = new JsonObject { ["prompt"] = prompt, ["media"] = media },
            ["parameters"] = new JsonObject { ["resolution"] = resolution, ["ratio"] = ratio, ["duration"] = seconds },
        };
        return new Order(prompt, "wan2.7-r2v", body, width, height, seconds, Audio: true);
    }

    private static Order New26(string name, string model, string size, int width, int height, int seconds, bool? audio)
    {
        var prompt = $"{name}: character1 dances.";
        var parameters = new JsonObject { ["size"] = size, ["duration"] = seconds };
        if (audio is { } wanted)
        {
            parameters["audio"] = wanted;
        }

        var body = new JsonObject
        {
            ["model"] = model,
            ["input"] = new JsonObject { ["prompt"] = prompt, ["reference_urls"] = new JsonArray(Video) },
            ["parameters"] = parameters,
        };
        return new Order(prompt, model, body, width, height, seconds, audio ?? true);
    }

    private static JsonObject Reference(string type, string url, string? voice = null)
    {
        var reference = new JsonObject { ["type"] = type, ["url"] = url };
        if (voice is not null)
        {
            reference["reference_voice"] = voice;
        }

        return reference;
    }
}
