using MassTransit;
using Microsoft.Extensions.Options;
using Wan.Contracts;
using Wan.DashScope.Requests;
using Wan.Hosting;
using Wan.Hosting.Tracing;
using Wan.Storage;
using Wan.Submitter.Line;
using Wan.Submitter.Restores;
using Wan.Submitter.Uploads;

namespace Wan.Submitter;

/// <summary>Puts a generation into the line, once.</summary>
internal sealed class SubmitGenerationConsumer(
    IDocuments<Submission> submissions, WaitingLine line, SharedDocuments shared, DispatchSignal signal, UploadSignal uploads, MissedStarts missed, RestoredDocuments restored,
    IOptions<StorageOptions> storage, TimeProvider time) : IConsumer<SubmitGeneration>
{
    private const string NotThereYet = "its request had not come into the line";

    private static readonly GenerationError Forgotten = new()
    {
        Code = "submission_forgotten",
        Message = "Whether it was submitted is no longer known: it was accepted longer ago than finished submissions are kept (Storage:KeepFinishedFor). "
            + "It is not submitted again, since that may pay twice: look into the vendor's console, or ask for a new generation.",
    };

    public async Task Consume(ConsumeContext<SubmitGeneration> context)
    {
        var command = context.Message;
        var known = await submissions.FindAsync(command.GenerationId, context.CancellationToken);
        if (known is null)
        {
            var submission = Enter(command, await line.TakePlaceAsync(command.Model, command.Tenant, command.Priority));
            if (missed.IsMissed(submission))
                missed.Withdraw(submission, NotThereYet);
            else if (MayBeForgotten(command))
                submission.Finish(SubmissionState.Refused, Forgotten);
            else if (await restored.MayHaveBeenSubmittedAsync(command.CreatedAt, context.CancellationToken))
                submission.Finish(SubmissionState.Refused, RestoreRules.Error);
            else if (!shared.AccountsFor(command.Model).Any())
                submission.Finish(SubmissionState.Refused, NoAccount(command.Model));
            if (await submissions.InsertAsync(submission, context.CancellationToken))
                Wake(submission);
            known = submission.Version > 0 ? submission : await submissions.FindAsync(command.GenerationId, context.CancellationToken);
        }

        await context.PublishAnswerAsync(known!, time, context.CancellationToken);
    }

    private void Wake(Submission submission)
    {
        if (submission.Files is not null)
            uploads.Raise();
        else
            signal.Raise();
    }

    // Its submission may have been there, POSTed, and deleted since: whoever was stopped for longer than that asks again for what was never told.
    private bool MayBeForgotten(SubmitGeneration command) =>
        storage.Value.KeepFinishedFor is { Ticks: > 0 } kept && time.GetUtcNow() - command.CreatedAt >= kept;

    private Submission Enter(SubmitGeneration command, long rank)
    {
        var now = time.GetUtcNow();
        return new Submission
        {
            Id = command.GenerationId,
            CreatedAt = now,
            DueAt = now,
            StartBy = command.StartBy,
            Model = command.Model,
            Body = command.Body,
            BodyBytes = command.BodyBytes,
            RequestHash = command.RequestHash,
            PromptSha256 = command.PromptSha256 ?? (command.Body is { } older ? TaskIdentity.FingerprintOfBody(older) : null),
            Expected = command.Expected,
            Files = command.Files is { Count: > 0 } files ? new SubmissionFiles { Ids = files } : null,
            Tenant = command.Tenant,
            Rank = rank,
            TraceParent = WanTrace.Origin?.Parent,
            TraceState = WanTrace.Origin?.State,
        };
    }

    private static GenerationError NoAccount(string model) => new()
    {
        Code = "no_account",
        Message = $"No account of this installation may run {model}. Add the model to an account in the section Accounts.",
    };
}
