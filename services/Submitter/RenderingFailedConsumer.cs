using MassTransit;
using Wan.Contracts;
using Wan.DashScope.Accounts;
using Wan.Storage;
using Wan.Submitter.Quotas;
using Wan.Submitter.Repairs;
using Wan.Submitter.Uploads;

namespace Wan.Submitter;

/// <summary>The task has ended without a video; its slot is free, or goes to another task that is paid for the generation. If a person had named it, that says nothing of the generation's own: that person is asked again.</summary>
internal sealed class RenderingFailedConsumer(
    SlotRelease slots, KnownUploads uploads, IDocuments<Submission> submissions, DashScopeAccounts accounts, TimeProvider time) : IConsumer<RenderingFailed>
{
    public async Task Consume(ConsumeContext<RenderingFailed> context)
    {
        var message = context.Message;
        await ForgetUploadsAsync(message); // Before the next one has its slot, which may name them too.
        var submission = await slots.TaskEndedAsync(
            message.GenerationId, message.Account, message.Model, message.TaskId, _ => TaskAdoption.WithoutVideo(message), failed: message.Reason != "cancelled");
        if (submission is not null and not { State: SubmissionState.Ended })
            await context.PublishAnswerAsync(submission, time, context.CancellationToken);
    }

    private async Task ForgetUploadsAsync(RenderingFailed message)
    {
        if (UploadRules.IsUnfetched(message.Error.VendorCode) && accounts.TryGet(message.Account, out var account)
            && await submissions.FindAsync(message.GenerationId) is { Attempt: { } attempt } submission && submission.Task?.TaskId == message.TaskId)
        {
            await uploads.ForgetAsync(submission, account, attempt.SendAt);
        }
    }
}
