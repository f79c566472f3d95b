using Wan.Contracts;
using Wan.DashScope.Requests;

namespace Wan.Intake.Sagas;

/// <summary>What a person's word that a task is a generation's is worth, who may be mistaken. Pure.</summary>
internal static class NamedTaskRules
{
    /// <summary>Whether only a person's word makes the task that it has its own.</summary>
    public static bool IsNamed(Generation saga) => saga.TaskFoundBy == TaskFoundBy.Operator;

    /// <summary>
    /// Whether a task is to be taken in place of the one that it has, or had before that was taken back. Proof takes the place of a person's word
    /// and never gives way to one; of two that are alike the later one counts. So a message that comes late or again takes nothing back.
    /// </summary>
    public static bool IsNewTask(Generation saga, GenerationSubmitted message)
    {
        var named = message.FoundBy == TaskFoundBy.Operator;
        if (saga.TaskId is null)
            return !named || message.SubmittedAt != saga.SubmittedAt; // Else it is the word that was taken back.
        if (saga.TaskId == message.TaskId)
            return false;
        return named == IsNamed(saga) ? message.SubmittedAt > saga.SubmittedAt : !named;
    }

    /// <summary>Whether a result shows the task to be another request's. What the answer to a POST named is believed in whatever the vendor says of its prompt later.</summary>
    public static bool IsAnothers(Generation saga, GenerationRendered message) =>
        IsNamed(saga)
        && (saga.PromptSha256 ?? (saga.Request is { } older ? TaskIdentity.FingerprintOfBody(older) : null)) is { } fingerprint
        && TaskIdentity.IsOf(fingerprint, saga.Expected, message.PromptSha256, message.Usage) == false;

    /// <summary>Why a task that has a result is taken back.</summary>
    public static GenerationError OfAnother(Generation saga, GenerationRendered message) => new()
    {
        Code = "task_of_another",
        Message = $"Task {message.TaskId} was made of another request: its prompt is not this generation's. {DecideAgain(saga)}",
    };

    /// <summary>Why a task that has no result, and so nothing that shows whose it is, is taken back.</summary>
    public static GenerationError WithoutVideo(Generation saga, RenderingFailed message) => new()
    {
        Code = "task_without_video",
        Message = message.Error.Code == "task_of_another" ? $"{message.Error.Message} {DecideAgain(saga)}" : $"Task {message.TaskId}, which a person had named, ended without a video. That says nothing of this generation, whose task may be another. "
            + $"{DecideAgain(saga)} It ended as {message.Reason}: {message.Error.Message}",
        VendorCode = message.Error.VendorCode,
        VendorRequestId = message.Error.VendorRequestId,
    };

    private static string DecideAgain(Generation saga) => $"Decide again with POST /v1/generations/{saga.Id}/resolve.";
}
