using Wan.Contracts;
using Wan.DashScope.Requests;

namespace Wan.Intake.Tests;

/// <summary>One of each.</summary>
internal static class Samples
{
    public const string Model = "wan2.7-r2v";
    public const string Prompt = "Video 1 dances.";

    public static DateTimeOffset Now { get; } = new(2026, 11, 1, 12, 0, 0, TimeSpan.Zero);

    public static GenerationError Error { get; } = new() { Code = "some_code", Message = "Some reason." };

    public static ExpectedVideo Expected { get; } = new() { Width = 1280, Height = 720, Resolution = 720, Fps = 30, Duration = 5, Audio = true };

    public static ArchivedVideo Video { get; } = new()
    {
        Bytes = 1,
        Sha256 = new string('a', 64),
        Width = 1280,
        Height = 720,
        Fps = 30,
        Duration = 5,
        Audio = true,
        ArchivedAt = Now,
    };

    public static GenerationSubmitted Submitted(string id) => new()
    {
        GenerationId = id,
        Account = "default",
        Model = Model,
        TaskId = "task",
        AttemptId = "attempt",
        SubmittedAt = Now,
    };

    public static GenerationStarted Started(string id) => new()
    {
        GenerationId = id,
        Account = "default",
        Model = Model,
        TaskId = "task",
        StartedAt = Now,
    };

    public static TaskCancellationRefused NotCancelled(string id) => new() { GenerationId = id, TaskId = "task", Message = "It runs." };

    public static GenerationRendered Rendered(string id) => new()
    {
        GenerationId = id,
        Account = "default",
        Model = Model,
        TaskId = "task",
        SealedVideoUrl = "sealed",
        UrlExpiresAt = Now.AddHours(24),
        Usage = new VideoUsage { Duration = 5, OutputVideoDuration = 5, Resolution = 720 },
        SeenAt = Now,
    };

    public static GenerationRendered Rendered(string id, string? prompt, int seconds) => Rendered(id) with
    {
        PromptSha256 = prompt is null ? null : TaskIdentity.Fingerprint(prompt),
        Usage = new VideoUsage { Duration = seconds, OutputVideoDuration = seconds, Resolution = 720 },
    };

    public static VideoDeleted Deleted(string id) => new()
    {
        GenerationId = id,
        Tenant = "default",
        Reason = "It is older than 30 days.",
        DeletedAt = Now.AddDays(30),
        Video = Video,
    };

    public static VideoHoldChanged HoldChanged(string id, bool hold, int minute = 0) =>
        new() { GenerationId = id, Hold = hold, At = Now.AddMinutes(minute) };

    public static RenderingFailed NotRendered(string id, string reason) => new()
    {
        GenerationId = id,
        Account = "default",
        Model = Model,
        TaskId = "task",
        Reason = reason,
        Error = Error,
        SeenAt = Now,
    };

    /// <summary>A generation in a state, with all that it may need there.</summary>
    public static Generation Generation(string state, string? request = null, DateTimeOffset? createdAt = null, DateTimeOffset? startBy = null, ExpectedVideo? expected = null) => new()
    {
        CorrelationId = createdAt is { } at ? Guid.CreateVersion7(at) : Guid.CreateVersion7(),
        CurrentState = char.ToUpperInvariant(state[0]) + state[1..],
        CreatedAt = createdAt ?? Now,
        UpdatedAt = Now,
        DueAt = state is "completed" or "failed" or "cancelled" or "rejected" ? null : DateTimeOffset.MaxValue,
        Tenant = "default",
        Model = Model,
        Priority = "normal",
        StartBy = startBy,
        RequestHash = new string('b', 64),
        Request = request,
        PromptSha256 = request is null ? TaskIdentity.Fingerprint(Prompt) : null,
        RequestBytes = request is null ? 100 : null,
        Expected = expected ?? Expected,
        Account = "default",
        TaskId = HasTask(state) ? "task" : null,
        SubmittedAt = HasTask(state) ? Now : null,
        SealedVideoUrl = "sealed",
        UrlExpiresAt = Now.AddHours(24),
        Video = state == "completed" ? Video : null,
        Error = state == "failed" ? Error : null,
    };

    private static bool HasTask(string state) => state is not ("accepted" or "submitting" or "uncertain" or "rejected");
}
