using System.Globalization;
using System.Text.Json;
using Wan.Contracts;

namespace Wan.Intake.Gateway.DashScope;

/// <summary>A generation as the vendor tells a task. Pure.</summary>
internal static class TaskAnswer
{
    /// <summary>An id that there is not for whoever asks.</summary>
    public static VendorAnswer Unknown(string id) => Of(id, TaskWords.Unknown);

    /// <summary>Nothing can be said of any id just now; a client goes on asking.</summary>
    public static VendorAnswer NotKnownNow(string id) => Of(id, TaskWords.Running, json => json.WriteString("message",
        "What is known of tasks can't be read just now, so that this is said of every id. It says nothing of an end: ask again. /health/ready says what is wrong."));

    /// <summary>A generation that is known.</summary>
    /// <param name="generation">It.</param>
    /// <param name="prompt">Of a success: its prompt; null if it is not at hand.</param>
    /// <param name="url">Of a success: where the video is.</param>
    public static VendorAnswer Of(Generation generation, string? prompt, string? url)
    {
        var word = TaskWords.Of(generation);
        return VendorAnswer.Ok(json =>
        {
            WriteTask(json, generation.Id, word);
            json.WriteString("submit_time", VendorTime.Text(generation.CreatedAt));
            if ((generation.StartedAt ?? generation.VendorEnd?.StartedAt) is { } started)
                json.WriteString("scheduled_time", VendorTime.Text(started));
            if (TaskWords.IsEnd(word))
                json.WriteString("end_time", VendorTime.Text(EndOf(generation)));
            if (word == TaskWords.Succeeded)
                WriteResult(json, prompt, url);
            else if (TaskWords.IsEnd(word))
                WriteFailure(json, generation);
            json.WriteEndObject();
            if (word == TaskWords.Succeeded)
                WriteUsage(json, generation.Usage ?? new VideoUsage());
        });
    }

    private static VendorAnswer Of(string id, string word, Action<Utf8JsonWriter>? more = null) => VendorAnswer.Ok(json =>
    {
        WriteTask(json, id, word);
        more?.Invoke(json);
        json.WriteEndObject();
    });

    private static void WriteTask(Utf8JsonWriter json, string id, string word)
    {
        json.WriteStartObject("output");
        json.WriteString("task_id", id);
        json.WriteString("task_status", word);
    }

    // What happens to the video later is no end.
    private static DateTimeOffset EndOf(Generation generation) =>
        generation.Changes is [.., var last] && last.Status == generation.Status ? last.At : generation.UpdatedAt;

    private static void WriteResult(Utf8JsonWriter json, string? prompt, string? url)
    {
        if (prompt is not null)
            json.WriteString("orig_prompt", prompt);
        json.WriteString("video_url", url);
    }

    private static void WriteFailure(Utf8JsonWriter json, Generation generation)
    {
        var findings = generation.Status == "rejected" ? generation.Findings?.Where(finding => finding.Severity == "error") : null;
        var code = findings is not null ? "InvalidParameter" : generation.Error?.VendorCode ?? generation.Error?.Code;
        if (code is null)
            return; // Somebody cancelled it.
        json.WriteString("code", code);
        json.WriteString("message", findings is null ? generation.Error!.Message : string.Join(" ", findings.Select(VendorErrors.Describe)));
    }

    private static void WriteUsage(Utf8JsonWriter json, VideoUsage usage)
    {
        json.WriteStartObject("usage");
        Write("duration", usage.Duration, usage.Size is null ? "0.###" : "0.0##"); // Of wan2.6 it is 10.0, of wan2.7 10.
        Write("input_video_duration", usage.InputVideoDuration);
        Write("output_video_duration", usage.OutputVideoDuration);
        json.WriteNumber("video_count", usage.VideoCount ?? 1);
        if (usage.Resolution is { } resolution)
            json.WriteNumber("SR", resolution);
        if (usage.Size is { } size)
            json.WriteString("size", size);
        if (usage.Ratio is { } ratio)
            json.WriteString("ratio", ratio);
        if (usage.Audio is { } audio)
            json.WriteBoolean("audio", audio);
        json.WriteEndObject();

        void Write(string name, decimal? number, string format = "0.###")
        {
            if (number is not { } known)
                return;
            json.WritePropertyName(name);
            json.WriteRawValue(known.ToString(format, CultureInfo.InvariantCulture));
        }
    }
}
