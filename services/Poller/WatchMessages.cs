using Wan.Contracts;

namespace Wan.Poller;

/// <summary>What a watch has to tell. Made from the document alone, so that the same answer can be given any number of times.</summary>
internal static class WatchMessages
{
    /// <summary>The task runs.</summary>
    public static GenerationStarted Started(Watch watch) => new()
    {
        GenerationId = watch.GenerationId,
        Account = watch.Account,
        Model = watch.Model,
        TaskId = watch.Id,
        StartedAt = watch.StartedAt!.Value,
    };

    /// <summary>How the task ended: <see cref="GenerationRendered"/> or <see cref="RenderingFailed"/>.</summary>
    public static object Ended(Watch watch) => watch.End switch
    {
        { Kind: WatchEndKind.Rendered } end => Rendered(watch, end),
        { } end => Failed(watch, end),
        null => throw new InvalidOperationException($"Task {watch.Id} has not ended."),
    };

    /// <summary>The task is proven another generation's than the one that a person said.</summary>
    public static RenderingFailed OfAnother(TrackTask asked, DateTimeOffset now) => new()
    {
        GenerationId = asked.GenerationId,
        Account = asked.Account,
        Model = asked.Model,
        TaskId = asked.TaskId,
        Reason = "failed",
        Error = new GenerationError { Code = "task_of_another", Message = $"Task {asked.TaskId} is proven another generation's." },
        SeenAt = now,
    };

    /// <summary>The vendor won't cancel it any more.</summary>
    public static TaskCancellationRefused CancellationRefused(Watch watch) => new()
    {
        GenerationId = watch.GenerationId,
        TaskId = watch.Id,
        Message = watch.End is null
            ? "The task is already running at the vendor, which cancels only waiting tasks: it goes on and will be paid. "
                + "Cancel again with \"discard\": true to throw its result away when it comes."
            : "The task has already ended at the vendor, so there is nothing left to cancel. "
                + "Cancel again with \"discard\": true to throw its result away.",
    };

    private static GenerationRendered Rendered(Watch watch, WatchEnd end) => new()
    {
        GenerationId = watch.GenerationId,
        Account = watch.Account,
        Model = watch.Model,
        TaskId = watch.Id,
        SealedVideoUrl = end.SealedVideoUrl!,
        UrlExpiresAt = end.UrlExpiresAt!.Value,
        Usage = end.Usage,
        SubmittedAt = end.SubmittedAt,
        StartedAt = end.StartedAt,
        EndedAt = end.EndedAt,
        SeenAt = end.SeenAt,
        Polls = watch.Asks,
        VendorRequestId = end.VendorRequestId,
        PromptSha256 = end.PromptSha256,
    };

    private static RenderingFailed Failed(Watch watch, WatchEnd end) => new()
    {
        GenerationId = watch.GenerationId,
        Account = watch.Account,
        Model = watch.Model,
        TaskId = watch.Id,
        Reason = end.Kind switch
        {
            WatchEndKind.Cancelled => "cancelled",
            WatchEndKind.Expired => "expired",
            _ => "failed",
        },
        Error = end.Error!,
        SubmittedAt = end.SubmittedAt,
        StartedAt = end.StartedAt,
        EndedAt = end.EndedAt,
        SeenAt = end.SeenAt,
        Polls = watch.Asks,
    };
}
