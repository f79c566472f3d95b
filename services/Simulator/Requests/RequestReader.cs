using System.Text.Json;
using Wan.DashScope.Catalogue;
using Wan.Simulator.Endpoints;
using Wan.Simulator.Uploads;
using Wan.Simulator.Video;

namespace Wan.Simulator.Requests;

/// <summary>
/// Reads a request as the vendor does: whatever is wrong with it, it is accepted, and what is wrong becomes the task's failure. What a model takes
/// stands in its family's file.
/// </summary>
internal static class RequestReader
{
    public static VideoRequest Read(ModelFamily family, JsonElement body, bool resolvesOss, Func<string, SimulatedUpload?> find, TimeSpan inputVideoLength)
    {
        var fields = new RequestFields(body);
        var prompt = fields.Prompt(family.Input.Prompt);
        var media = fields.Media(family.Input);
        MediaRefusals.Check(fields, family.Input, media);
        var uploads = fields.OssUrls().ToDictionary(url => url, find);
        var lengths = InputLengths.Of(fields, family.Input, media, uploads, inputVideoLength);
        var cap = (double?)family.Billing.Cap(lengths.Count, media.Count(medium => medium.Kind == MediaKind.None || medium.Kind.IsReference()));
        var values = family.Parameters.Where(rule => rule.Type == ParameterType.Choice).ToDictionary(rule => rule.Name, fields.Choice);
        var frame = Frame(family, values);
        var ratio = values.GetValueOrDefault(FrameRule.ByRatio);
        var (width, height) = VideoPixels.Of(frame, ratio, media, uploads);
        var seconds = VideoLength.Of(fields, family, media, lengths.Sum());
        var sound = family.Parameters.FirstOrDefault(rule => rule.IsSound);
        if (uploads.Count > 0 && (!resolvesOss || uploads.ContainsValue(null)))
            fields.Fail("Download the media resource failed during the data inspection process.", "InvalidParameter.DataInspection");
        return new VideoRequest
        {
            Prompt = prompt,
            Shape = new VideoShape(width, height, seconds, sound is null || fields.Switch(sound), family.Fps ?? VideoShape.MostFps),
            Tier = frame.Tier,
            Ratio = VideoPixels.Word(RatiosOf(family), width, height),
            InputSeconds = Math.Round(lengths.Sum(length => Math.Min(length, cap ?? length)), 3),
            Usage = UsageOf(family),
            Files = uploads.Count > 0 ? [.. uploads.Keys] : null,
            Failure = fields.Failure,
        };
    }

    private static string[]? UsageOf(ModelFamily family) =>
        family.Usage is { } usage ? [.. usage]
        : family.Frames[0].Width is null && RatiosOf(family).Count == 0 ? UsageView.Common
        : null;

    // None where the pictures are not chosen by them.
    private static IReadOnlyList<string> RatiosOf(ModelFamily family) => family.Parameters.FirstOrDefault(rule => rule.Name == FrameRule.ByRatio)?.Values ?? [];

    // The line of the table; of a choice that was not made, any.
    private static FrameRule Frame(ModelFamily family, Dictionary<string, string?> values) =>
        family.Frames.FirstOrDefault(frame => FrameRule.Parameters.All(name => frame[name] is not { } value || values.GetValueOrDefault(name) == value))
        ?? family.Frames.First(frame => FrameRule.Parameters.All(name => frame[name] is not { } value || values.GetValueOrDefault(name) is not { } chosen || chosen == value));
}
