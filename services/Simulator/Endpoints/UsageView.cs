using System.Globalization;
using System.Text.Json;
using Wan.Simulator.Requests;

namespace Wan.Simulator.Endpoints;

/// <summary>What the vendor says it bills for a video. Which fields that has is different from model to model.</summary>
internal static class UsageView
{
    /// <summary>What all of them have, but for the oldest.</summary>
    public static readonly string[] Common = ["duration", "input_video_duration", "output_video_duration", "video_count", "SR"];

    /// <summary>Writes <c>usage</c>.</summary>
    /// <param name="json">Where to.</param>
    /// <param name="request">Whose video it is.</param>
    /// <param name="older">See <see cref="SimulatorOptions.OlderUsage"/>.</param>
    public static void Write(Utf8JsonWriter json, VideoRequest request, bool older)
    {
        var fields = request.Usage ?? [.. Common, request.Ratio is null ? "size" : "ratio"];
        json.WriteStartObject("usage");
        var format = fields.Contains("size") || fields.Contains("fps") ? "0.0##" : "0.###"; // 2.6 and 3.0 write 10.0 where 2.7 writes 10.
        foreach (var field in older ? [.. fields, "audio"] : fields)
            Write(json, request, field, older, format);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, VideoRequest request, string field, bool older, string format)
    {
        var shape = request.Shape;
        json.WritePropertyName(field);
        switch (field)
        {
            case "duration":
                json.WriteRawValue((older ? shape.Seconds : request.InputSeconds + shape.Seconds).ToString(format, CultureInfo.InvariantCulture));
                break;
            case "input_video_duration":
                json.WriteNumberValue(request.InputSeconds);
                break;
            case "output_video_duration" or "video_duration":
                json.WriteNumberValue(Math.Round(shape.Seconds, 3));
                break;
            case "video_count":
                json.WriteNumberValue(1);
                break;
            case "SR":
                json.WriteNumberValue(request.Tier);
                break;
            case "fps":
                json.WriteNumberValue(shape.Fps);
                break;
            case "audio":
                json.WriteBooleanValue(shape.Sound);
                break;
            case "ratio":
                json.WriteStringValue(request.Ratio);
                break;
            case "size" or "video_ratio":
                json.WriteStringValue($"{shape.Width}*{shape.Height}");
                break;
            default:
                json.WriteNullValue();
                break;
        }
    }
}
