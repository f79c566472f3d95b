using System.Text.Json.Nodes;

namespace Wan.Simulator.Tests;

/// <summary>Requests as the vendor's pages show them.</summary>
internal static class Bodies
{
    public static JsonObject Wan27(string parameters = """{"resolution":"720P","duration":5}""", string prompt = "Video 1 dances", int videos = 1, int images = 1) => new()
    {
        ["model"] = "wan2.7-r2v",
        ["input"] = new JsonObject
        {
            ["prompt"] = prompt,
            ["media"] = new JsonArray(
            [
                .. Enumerable.Range(0, videos).Select(i => Media("reference_video", $"https://example.com/{i}.mp4")),
                .. Enumerable.Range(0, images).Select(i => Media("reference_image", $"https://example.com/{i}.png")),
            ]),
        },
        ["parameters"] = JsonNode.Parse(parameters),
    };

    public static JsonObject Wan26(string parameters = """{"size":"1280*720","duration":5}""", string model = "wan2.6-r2v-flash", int videos = 1, int images = 1) => new()
    {
        ["model"] = model,
        ["input"] = new JsonObject
        {
            ["prompt"] = "character1 dances",
            ["reference_urls"] = new JsonArray(
            [
                .. Enumerable.Range(0, videos).Select(i => (JsonNode)$"https://example.com/{i}.mp4?a=1"),
                .. Enumerable.Range(0, images).Select(i => (JsonNode)$"https://example.com/{i}.png"),
            ]),
        },
        ["parameters"] = JsonNode.Parse(parameters),
    };

    public static JsonNode Media(string type, string url) => new JsonObject { ["type"] = type, ["url"] = url };
}
