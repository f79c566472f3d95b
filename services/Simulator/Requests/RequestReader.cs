using System.Text.Json;
using Wan.Simulator.Video;

namespace Wan.Simulator.Requests;

/// <summary>
/// Reads a request as the vendor does: whatever is wrong with it, it is accepted, and what is wrong becomes the task's failure.
/// </summary>
internal static class RequestReader
{
    private static readonly Dictionary<string, (int Width, int Height)> Sizes27 = new(StringComparer.Ordinal)
    {
        ["720P 16:9"] = (1280, 720),
        ["720P 9:16"] = (720, 1280),
        ["720P 1:1"] = (960, 960),
        ["720P 4:3"] = (1104, 832),
        ["720P 3:4"] = (832, 1104),
        ["1080P 16:9"] = (1920, 1080),
        ["1080P 9:16"] = (1080, 1920),
        ["1080P 1:1"] = (1440, 1440),
        ["1080P 4:3"] = (1648, 1248),
        ["1080P 3:4"] = (1248, 1648),
    };

    private static readonly string[] Sizes26 =
    [
        "1280*720", "720*1280", "960*960", "1088*832", "832*1088", "1920*1080", "1080*1920", "1440*1440", "1632*1248", "1248*1632",
    ];

    public static VideoRequest Read(ModelFamily family, JsonElement body, bool resolvesOss, TimeSpan inputVideoLength)
    {
        var fields = new RequestFields(body);
        var request = family == ModelFamily.Wan27 ? Read27(fields, inputVideoLength) : Read26(fields, family, inputVideoLength);
        if (fields.NamesOss && !resolvesOss)
            fields.Fail("Download the media resource failed during the data inspection process.", "InvalidParameter.DataInspection");
        return request with { Failure = fields.Failure };
    }

    private static VideoRequest Read27(RequestFields fields, TimeSpan inputVideoLength)
    {
        var prompt = fields.Prompt();
        var references = fields.Media();
        var videos = references.Count(type => type == "reference_video");
        var counted = references.Count(type => type != "first_frame");
        if (references.Count > 0)
            fields.Require(counted is >= 1 and <= 5, "The number of reference_image and reference_video should be between 1 and 5");
        fields.Require(references.Count - counted <= 1, "The number of first_frame should be at most 1");

        var resolution = fields.Choice("resolution", "1080P", ["1080P", "720P"]);
        var ratio = fields.Choice("ratio", "16:9", ["16:9", "9:16", "1:1", "4:3", "3:4"]);
        var (width, height) = Sizes27[$"{resolution} {ratio}"];
        return new VideoRequest
        {
            Prompt = prompt,
            Shape = new VideoShape(width, height, fields.Duration(videos > 0 ? 10 : 15), true),
            Tier = resolution == "720P" ? 720 : 1080,
            Ratio = ratio,
            InputSeconds = InputVideoBilling.Seconds(videos, videos, inputVideoLength),
        };
    }

    private static VideoRequest Read26(RequestFields fields, ModelFamily family, TimeSpan inputVideoLength)
    {
        var prompt = fields.Prompt();
        var references = fields.ReferenceUrls();
        var videos = references.Count(RequestFields.IsVideo);
        fields.Require(references.Count <= 5, "The number of reference_urls should be between 1 and 5");
        fields.Require(videos <= 3, "The number of reference videos should be at most 3");
        fields.Choice("shot_type", "single", ["single", "multi"]);

        var size = fields.Text("size") ?? "1920*1080";
        if (!Sizes26.Contains(size))
        {
            fields.Fail($"size must be in [{string.Join(", ", Sizes26)}]");
            size = "1920*1080";
        }

        var sides = size.Split('*');
        var shape = new VideoShape(Number(sides[0]), Number(sides[1]), fields.Duration(10), family == ModelFamily.Wan26 || fields.Flag("audio") != false);
        return new VideoRequest
        {
            Prompt = prompt,
            Shape = shape,
            Tier = shape.Width * shape.Height > 1280 * 960 ? 1080 : 720,
            InputSeconds = InputVideoBilling.Seconds(videos, references.Count, inputVideoLength),
        };
    }

    private static int Number(string text) => int.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
