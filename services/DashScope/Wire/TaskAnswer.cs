using System.Text.Json;
using System.Text.Json.Serialization;

namespace Wan.DashScope.Wire;

/// <summary>
/// Any answer of the vendor about one task, good or bad: submit, query, cancel and both error shapes (flat, and OpenAI's
/// <c>error</c> object). https://help.aliyun.com/zh/model-studio/wan-video-to-video-api-reference
/// </summary>
internal sealed class TaskAnswer
{
    [JsonPropertyName("output")]
    public TaskOutput? Output { get; set; }

    // Read by itself, so that an odd usage does not cost us the result.
    [JsonPropertyName("usage")]
    public JsonElement Usage { get; set; }

    [JsonPropertyName("code"), JsonConverter(typeof(LenientText))]
    public string? Code { get; set; }

    [JsonPropertyName("message"), JsonConverter(typeof(LenientText))]
    public string? Message { get; set; }

    [JsonPropertyName("error")]
    public JsonElement Error { get; set; }

    [JsonPropertyName("request_id"), JsonConverter(typeof(LenientText))]
    public string? RequestId { get; set; }
}

/// <summary><c>output</c> of a task.</summary>
internal sealed class TaskOutput
{
    [JsonPropertyName("task_id"), JsonConverter(typeof(LenientText))]
    public string? TaskId { get; set; }

    [JsonPropertyName("task_status"), JsonConverter(typeof(LenientText))]
    public string? TaskStatus { get; set; }

    [JsonPropertyName("submit_time"), JsonConverter(typeof(LenientTime))]
    public DateTimeOffset? SubmitTime { get; set; }

    [JsonPropertyName("scheduled_time"), JsonConverter(typeof(LenientTime))]
    public DateTimeOffset? ScheduledTime { get; set; }

    [JsonPropertyName("end_time"), JsonConverter(typeof(LenientTime))]
    public DateTimeOffset? EndTime { get; set; }

    [JsonPropertyName("orig_prompt"), JsonConverter(typeof(LenientText))]
    public string? OrigPrompt { get; set; }

    [JsonPropertyName("video_url"), JsonConverter(typeof(LenientText))]
    public string? VideoUrl { get; set; }

    [JsonPropertyName("code"), JsonConverter(typeof(LenientText))]
    public string? Code { get; set; }

    [JsonPropertyName("message"), JsonConverter(typeof(LenientText))]
    public string? Message { get; set; }
}

/// <summary><c>usage</c> of a succeeded task, in all variants seen.</summary>
internal sealed class TaskUsage
{
    [JsonPropertyName("duration"), JsonConverter(typeof(LenientNumber))]
    public decimal? Duration { get; set; }

    [JsonPropertyName("input_video_duration"), JsonConverter(typeof(LenientNumber))]
    public decimal? InputVideoDuration { get; set; }

    [JsonPropertyName("output_video_duration"), JsonConverter(typeof(LenientNumber))]
    public decimal? OutputVideoDuration { get; set; }

    // wan2.5-t2v has this in the place of duration, and the pixels in that of size.
    [JsonPropertyName("video_duration"), JsonConverter(typeof(LenientNumber))]
    public decimal? VideoDuration { get; set; }

    [JsonPropertyName("video_ratio"), JsonConverter(typeof(LenientText))]
    public string? VideoRatio { get; set; }

    [JsonPropertyName("video_count"), JsonConverter(typeof(LenientNumber))]
    public decimal? VideoCount { get; set; }

    [JsonPropertyName("SR"), JsonConverter(typeof(LenientNumber))]
    public decimal? Resolution { get; set; }

    [JsonPropertyName("audio"), JsonConverter(typeof(LenientText))]
    public string? Audio { get; set; }

    [JsonPropertyName("size"), JsonConverter(typeof(LenientText))]
    public string? Size { get; set; }

    [JsonPropertyName("ratio"), JsonConverter(typeof(LenientText))]
    public string? Ratio { get; set; }
}
