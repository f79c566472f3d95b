using Wan.Contracts;

namespace Wan.Bench.Pipeline;

/// <summary>Messages of the size of real ones.</summary>
internal static class BareMessages
{
    private const string Account = "default";
    private const string Model = "wan2.6-r2v-flash";
    private const string TaskId = "8a3f7a51-6f0e-4f0a-9d5a-5f0c1a6f2b3c";

    private static readonly string Hash = new('0', 64);
    private static readonly string Seal = new('A', 400);
    private static readonly ExpectedVideo Expected = new() { Width = 1280, Height = 720, Resolution = 720, Fps = 30, Duration = 2, Audio = true };

    public static SubmitGeneration Submit(string id) => new()
    {
        GenerationId = id,
        Model = Model,
        BodyBytes = 180,
        PromptSha256 = Hash,
        RequestHash = Hash,
        Tenant = "default",
        Priority = "normal",
        CreatedAt = DateTimeOffset.UtcNow,
        Expected = Expected,
    };

    public static GenerationSubmitted Submitted(string id) => new()
    {
        GenerationId = id,
        Account = Account,
        Model = Model,
        TaskId = TaskId,
        AttemptId = TaskId,
        SubmittedAt = DateTimeOffset.UtcNow,
    };

    public static TrackTask Track(string id) => new()
    {
        GenerationId = id,
        Account = Account,
        Model = Model,
        TaskId = TaskId,
        SubmittedAt = DateTimeOffset.UtcNow,
        Expected = Expected,
    };

    public static GenerationRendered Rendered(string id) => new()
    {
        GenerationId = id,
        Account = Account,
        Model = Model,
        TaskId = TaskId,
        SealedVideoUrl = Seal,
        UrlExpiresAt = DateTimeOffset.UtcNow,
        SeenAt = DateTimeOffset.UtcNow,
    };

    public static ArchiveVideo Archive(string id) => new()
    {
        GenerationId = id,
        Account = Account,
        Model = Model,
        TaskId = TaskId,
        Tenant = "default",
        SealedVideoUrl = Seal,
        UrlExpiresAt = DateTimeOffset.UtcNow,
        Expected = Expected,
        RequestHash = Hash,
    };

    public static VideoArchived Archived(string id) => new()
    {
        GenerationId = id,
        TaskId = TaskId,
        Video = new ArchivedVideo
        {
            Bytes = 100_000,
            Sha256 = Hash,
            Width = 1280,
            Height = 720,
            Fps = 30,
            Duration = 2,
            Audio = true,
            ArchivedAt = DateTimeOffset.UtcNow,
        },
    };

    public static GenerationCompleted Completed(VideoArchived archived) => new()
    {
        GenerationId = archived.GenerationId,
        Tenant = "default",
        Model = Model,
        TaskId = archived.TaskId,
        Video = archived.Video,
        VideoUrl = $"/v1/generations/{archived.GenerationId}/video",
    };
}
