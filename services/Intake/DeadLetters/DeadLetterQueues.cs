using Wan.Hosting;

namespace Wan.Intake.DeadLetters;

/// <summary>Where messages of ours lie that nobody handles any more, and where each came from.</summary>
internal static class DeadLetterQueues
{
    private const string Failed = "_error", Skipped = "_skipped";

    /// <summary>The queues that our services take messages from. A test compares them with what the services make at the broker.</summary>
    public static readonly IReadOnlyList<string> Endpoints =
    [
        "archiver.archive-video", "archiver.delete-video", "archiver.erase-generation",
        "intake.generate-video", "intake.generation",
        "notifier.archiving-at-risk", "notifier.generation-ended",
        "poller.cancel-task", "poller.refresh-result", "poller.track-task",
        "submitter.archive-room-reported", "submitter.confirm-submissions", "submitter.generation-rendered", "submitter.rendering-failed",
        "submitter.resolve-submission", "submitter.submit-generation", "submitter.withdraw-submission",
    ];

    /// <summary>
    /// For each of them what its handler failed at and what it has no handler for, and what a queue gave up on. A broker need not have them all: it has one from its first message on.
    /// </summary>
    public static readonly IReadOnlyList<string> All =
        [.. Endpoints.SelectMany(endpoint => new[] { endpoint + Failed, endpoint + Skipped }), BusServiceCollectionExtensions.DeadLetter];

    /// <summary>The queue that a message came from before it lay in one of <see cref="All"/>.</summary>
    /// <param name="queue">Where it lies.</param>
    /// <param name="firstDeath">The queue that its header <c>x-first-death-queue</c> names, which counts where several queues have one place for what they gave up on.</param>
    /// <returns>Null where it is not known, or none of ours.</returns>
    public static string? OriginOf(string queue, string? firstDeath)
    {
        if (queue == BusServiceCollectionExtensions.DeadLetter)
            return firstDeath is not null && firstDeath != queue && (Endpoints.Contains(firstDeath) || All.Contains(firstDeath)) ? firstDeath : null;
        return Endpoints.FirstOrDefault(endpoint => queue == endpoint + Failed || queue == endpoint + Skipped);
    }
}
