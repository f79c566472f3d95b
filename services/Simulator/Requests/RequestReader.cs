using System.Text.Json;
using Wan.DashScope.Catalogue;
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
        var prompt = fields.Prompt();
        var (references, videos) = Count(fields, family.Input);
        var cap = (double)(family.Billing.Cap(videos.Count, references) ?? decimal.MaxValue);
        var uploads = fields.OssUrls().ToDictionary(url => url, find);
        var values = family.Parameters.Where(rule => rule.Type == ParameterType.Choice).ToDictionary(rule => rule.Name, fields.Choice);
        var frame = family.Frames.First(frame => FrameRule.Parameters.All(name => frame[name] is not { } value || values[name] == value));
        var duration = family.Parameters.First(rule => rule.Name == ModelFamily.Duration);
        var sound = family.Parameters.FirstOrDefault(rule => rule.IsSound);
        var shape = new VideoShape(frame.Width ?? 0, frame.Height ?? 0, fields.Duration(duration, videos.Count > 0), sound is null || fields.Switch(sound));
        if (uploads.Count > 0 && (!resolvesOss || uploads.ContainsValue(null)))
            fields.Fail("Download the media resource failed during the data inspection process.", "InvalidParameter.DataInspection");
        return new VideoRequest
        {
            Prompt = prompt,
            Shape = shape,
            Tier = frame.Tier,
            Ratio = frame.Ratio,
            InputSeconds = Math.Round(videos.Sum(url => Math.Min(uploads.GetValueOrDefault(url)?.Seconds ?? inputVideoLength.TotalSeconds, cap)), 3),
            Files = uploads.Count > 0 ? [.. uploads.Keys] : null,
            Failure = fields.Failure,
        };
    }

    // What has no known type is taken for an image.
    private static (int References, IReadOnlyList<string> Videos) Count(RequestFields fields, InputRules input)
    {
        var isTyped = input.Takes(InputField.Media);
        var kinds = isTyped ? fields.Media(input) : fields.ReferenceUrls(input);
        var firstFrames = kinds.Count(item => item.Kind == MediaKind.FirstFrame);
        var (references, videos) = (kinds.Count - firstFrames, kinds.Where(item => item.Kind == MediaKind.Video).Select(item => item.Url).ToList());
        if (kinds.Count > 0)
        {
            var names = isTyped ? string.Join(" and ", input.Media.Where(rule => rule.Kind != MediaKind.FirstFrame).Select(rule => rule.Type)) : InputField.ReferenceUrls;
            fields.Require(references >= 1 && references <= input.MostReferences, $"The number of {names} should be between 1 and {input.MostReferences}");
        }

        fields.Require(videos.Count <= input.MaxVideos, $"The number of reference videos should be at most {input.MaxVideos}");
        fields.Require(firstFrames <= input.MaxFirstFrames, $"The number of first_frame should be at most {input.MaxFirstFrames}");
        return (references, videos);
    }
}
