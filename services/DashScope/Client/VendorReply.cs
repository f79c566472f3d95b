using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Wan.Contracts;
using Wan.DashScope.Accounts;
using Wan.DashScope.Wire;

namespace Wan.DashScope.Client;

/// <summary>What came back from one call, before anybody judges it: a status and the bytes of the body, or why there is no answer.</summary>
internal sealed record VendorReply(DashScopeAccount Account, int Status, byte[]? Body, DashScopeError? Failure)
{
    public bool IsSuccess => Failure is null && Status is >= 200 and < 300;

    /// <summary>The body as JSON; null if it is something else.</summary>
    public T? Read<T>(JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return Body is { Length: > 0 } ? JsonSerializer.Deserialize(Body, type) : null;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>The error that the body describes, in either shape, or one that describes the body.</summary>
    public DashScopeError ToError() => ToError($"The vendor answered HTTP {Status} without the JSON that its reference describes.");

    private DashScopeError ToError(string withoutMessage)
    {
        if (Failure is not null)
        {
            return Failure;
        }

        var answer = Read(WireJson.Default.TaskAnswer);
        var code = answer?.Code ?? Nested(answer, "code") ?? Nested(answer, "type") ?? answer?.Output?.Code;
        var message = answer?.Message ?? Nested(answer, "message") ?? answer?.Output?.Message;
        return new DashScopeError
        {
            HttpStatus = Status,
            Code = Blank(code) is { } given ? Redaction.Clean(given, Account.ApiKey) : DashScopeError.NotUnderstood,
            Message = Blank(message) is { } said
                ? Redaction.Clean(said, Account.ApiKey)
                : withoutMessage,
            RequestId = answer?.RequestId,
            IsPage = IsPage,
        };
    }

    // A page begins with a mark, which no JSON does.
    private bool IsPage => Body is not null && Body.AsSpan().TrimStart(" \t\r\n\uFEFF"u8) is [(byte)'<', ..];

    /// <summary>The task that the body describes; null if it describes none.</summary>
    public DashScopeTask? ToTask()
    {
        var answer = Read(WireJson.Default.TaskAnswer);
        if (answer?.Output is not { TaskId: { Length: > 0 } taskId, TaskStatus: { Length: > 0 } word } output)
        {
            return null;
        }

        var status = TaskStatusWords.Parse(word);
        return new DashScopeTask
        {
            TaskId = taskId,
            Status = status,
            StatusWord = word,
            SubmittedAt = output.SubmitTime,
            StartedAt = output.ScheduledTime,
            EndedAt = output.EndTime,
            Prompt = output.OrigPrompt,
            VideoUrl = Uri.TryCreate(output.VideoUrl, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" ? url : null,
            Usage = ToUsage(answer.Usage),
            Error = status == DashScopeTaskStatus.Failed ? ToError("The vendor gave no reason.") with { RequestId = answer.RequestId } : null,
            RequestId = answer.RequestId,
        };
    }

    private static VideoUsage? ToUsage(JsonElement element)
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        var usage = element.Deserialize(WireJson.Default.TaskUsage)!;
        return new VideoUsage
        {
            Duration = usage.Duration ?? usage.VideoDuration,
            InputVideoDuration = usage.InputVideoDuration,
            OutputVideoDuration = usage.OutputVideoDuration,
            VideoCount = ToInt(usage.VideoCount),
            Resolution = ToInt(usage.Resolution),
            Audio = bool.TryParse(usage.Audio, out var audio) ? audio : null,
            Size = usage.Size ?? usage.VideoRatio,
            Ratio = usage.Ratio,
        };
    }

    public static int? ToInt(decimal? number) => number is >= 0 and <= int.MaxValue ? (int)number : null;

    private static string? Nested(TaskAnswer? answer, string name) =>
        answer?.Error.ValueKind == JsonValueKind.Object && answer.Error.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;

    private static string? Blank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;
}
