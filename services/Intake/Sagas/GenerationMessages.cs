using Wan.Contracts;
using Wan.Hosting;
using Wan.Hosting.Tracing;

namespace Wan.Intake.Sagas;

/// <summary>The messages that a generation's document gives rise to.</summary>
internal static class GenerationMessages
{
    /// <summary>What brings one on its way that nobody has driven on since it was accepted; null once it is further. It may be sent more than once.</summary>
    public static object? ToStart(this Generation generation) => generation.Status switch
    {
        "submitting" when !StartByRules.IsUnwanted(generation) => generation.ToSubmitGeneration(),
        "submitting" or "accepted" => new ContinueGeneration { GenerationId = generation.Id }, // To be withdrawn too; or stored by an older release.
        _ => null,
    };

    public static SubmitGeneration ToSubmitGeneration(this Generation saga) => new()
    {
        GenerationId = saga.Id,
        Model = saga.Model,
        Body = saga.Request,
        BodyBytes = saga.RequestBytes,
        PromptSha256 = saga.PromptSha256,
        RequestHash = saga.RequestHash,
        Tenant = saga.Tenant,
        Priority = saga.Priority,
        CreatedAt = saga.CreatedAt,
        StartBy = saga.StartBy,
        Files = saga.Files,
        Expected = saga.Expected!,
    };

    public static WithdrawSubmission ToWithdrawSubmission(this Generation saga) => new() { GenerationId = saga.Id, Reason = StartByRules.Reason(saga) };

    public static TrackTask ToTrackTask(this Generation saga) => new()
    {
        GenerationId = saga.Id,
        Account = saga.Account!,
        Model = saga.Model,
        TaskId = saga.TaskId!,
        SubmittedAt = saga.SubmittedAt!.Value,
        FoundBy = saga.TaskFoundBy,
        Expected = saga.Expected!,
    };

    public static CancelTask ToCancelTask(this Generation saga) => new()
    {
        GenerationId = saga.Id,
        Account = saga.Account!,
        TaskId = saga.TaskId!,
    };

    public static ArchiveVideo ToArchiveVideo(this Generation saga) => new()
    {
        GenerationId = saga.Id,
        Account = saga.Account!,
        Model = saga.Model,
        TaskId = saga.TaskId!,
        Tenant = saga.Tenant,
        SealedVideoUrl = saga.SealedVideoUrl!,
        UrlExpiresAt = saga.UrlExpiresAt!.Value,
        Expected = saga.Expected!,
        Usage = saga.Usage,
        Request = saga.Request,
        RequestHash = saga.RequestHash,
        RequestBytes = saga.RequestBytes,
    };

    public static DeleteVideo ToDeleteVideo(this Generation saga) => new() { GenerationId = saga.Id, Reason = saga.VideoDeletionAsked!.Reason };

    public static EraseGeneration ToErase(this Generation saga) => new() { GenerationId = saga.Id, Reason = saga.ErasureAsked!.Reason };

    public static GenerationCompleted ToCompleted(this Generation saga, Uri? publicUrl) => new()
    {
        GenerationId = saga.Id,
        ClientRequestId = saga.ClientRequestId,
        Tenant = saga.Tenant,
        Metadata = saga.Metadata,
        Model = saga.Model,
        TaskId = saga.TaskId!,
        Video = saga.Video!,
        VideoUrl = saga.VideoUrl(publicUrl),
        Estimated = saga.Estimate?.AmountMax,
        Settled = saga.Settled?.Amount,
        TraceId = WanTrace.TraceId(saga),
    };

    public static GenerationFailed ToFailed(this Generation saga) => new()
    {
        GenerationId = saga.Id,
        ClientRequestId = saga.ClientRequestId,
        Tenant = saga.Tenant,
        Metadata = saga.Metadata,
        Model = saga.Model,
        TaskId = saga.TaskId,
        Error = saga.Error!,
        TraceId = WanTrace.TraceId(saga),
    };

    public static GenerationCancelled ToCancelled(this Generation saga) => new()
    {
        GenerationId = saga.Id,
        ClientRequestId = saga.ClientRequestId,
        Tenant = saga.Tenant,
        Metadata = saga.Metadata,
        Model = saga.Model,
        TaskId = saga.TaskId,
        Paid = saga.Usage is not null,
        Reason = StartByRules.WasNotStarted(saga) ? CancellationReason.NotStarted : CancellationReason.Requested,
        TraceId = WanTrace.TraceId(saga),
    };

    /// <summary>How it ended; null if it has not, or was never accepted.</summary>
    public static object? ToEnd(this Generation saga, Uri? publicUrl) => saga.Status switch
    {
        "completed" => saga.ToCompleted(publicUrl),
        "failed" => saga.ToFailed(),
        "cancelled" => saga.ToCancelled(),
        _ => null,
    };

    public static GenerationDeleted ToDeleted(this Generation saga, DateTimeOffset now) => new()
    {
        GenerationId = saga.Id,
        ClientRequestId = saga.ClientRequestId,
        Tenant = saga.Tenant,
        Metadata = saga.Metadata,
        Status = saga.Status,
        CreatedAt = saga.CreatedAt,
        DeletedAt = now,
    };

    public static GenerationRejected ToRejected(this Generation saga) => new()
    {
        GenerationId = saga.Id,
        ClientRequestId = saga.ClientRequestId,
        Tenant = saga.Tenant,
        Metadata = saga.Metadata,
        Findings = saga.Findings ?? [],
    };
}
