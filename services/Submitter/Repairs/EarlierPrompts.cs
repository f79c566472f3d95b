using Wan.Storage;

namespace Wan.Submitter.Repairs;

/// <summary>
/// The prompts of submissions that a release stored which knew no lookup key: read once by each process, when they are first asked for, as long as their
/// tasks may still turn up. They are found by their key as soon as they are written again.
/// </summary>
internal sealed class EarlierPrompts(IDocuments<Submission> submissions, TimeProvider time) : IDisposable
{
    private const int PageSize = 200;
    private const int MaxPages = 50;

    // What has never been POSTed is left out: there may be tens of thousands.
    private static readonly string[] Posted =
    [
        nameof(SubmissionState.Posting), nameof(SubmissionState.Uncertain), Submission.WaitingAgain, nameof(SubmissionState.Posting),
        nameof(SubmissionState.Submitted), nameof(SubmissionState.Ended), nameof(SubmissionState.Refused), nameof(SubmissionState.Withdrawn),
    ];

    private readonly SemaphoreSlim gate = new(1, 1);
    private readonly DateTimeOffset begun = time.GetUtcNow();
    private ILookup<string, string>? idsByPrompt;

    /// <summary>Ids of the submissions with this prompt.</summary>
    public async Task<IEnumerable<string>> WithPromptAsync(string prompt, CancellationToken cancellationToken)
    {
        await gate.WaitAsync(cancellationToken);
        try
        {
            idsByPrompt ??= await ReadAsync(cancellationToken);
            return idsByPrompt[prompt];
        }
        finally
        {
            gate.Release();
        }
    }

    public void Dispose() => gate.Dispose();

    private async Task<ILookup<string, string>> ReadAsync(CancellationToken cancellationToken)
    {
        var found = new HashSet<(string Prompt, string Id)>();
        foreach (var status in Posted)
        {
            var query = new PageQuery { Limit = PageSize, Status = status };
            for (var page = 0; page < MaxPages; page++)
            {
                var read = await submissions.PageAsync(query, cancellationToken);
                foreach (var submission in read.Items)
                {
                    if (submission.PromptSha256 is { } prompt)
                        found.Add((prompt, submission.Id));
                }

                if (read.Next is null || (read.Items.Count > 0 && read.Items[^1].CreatedAt < begun - RequestsByPrompt.Reach))
                    break;
                query = query with { Cursor = read.Next };
            }
        }

        return found.ToLookup(pair => pair.Prompt, pair => pair.Id);
    }
}
