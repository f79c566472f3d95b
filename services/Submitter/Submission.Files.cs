using Wan.DashScope.Accounts;
using Wan.Submitter.Uploads;

namespace Wan.Submitter;

/// <content>What becomes of it before it may be POSTed where its request refers to files.</content>
internal sealed partial class Submission
{
    /// <summary>The files that its request refers to; null for none.</summary>
    public SubmissionFiles? Files { get; init; }

    /// <summary>Claimed by whoever uploads: what waits for a model, and has files that are at no account yet.</summary>
    public static string PreparingFor(string model) => $"preparing:{model}";

    /// <summary>Whether it may be POSTed on this account: its files are there, and will be for long enough.</summary>
    public bool MayRunOn(DashScopeAccount account, DateTimeOffset now) => Files is null || Files.AreAt(account, now);

    /// <summary>Its files have to be uploaded, again or to one more account: until then it stands in line, but can't be started.</summary>
    /// <param name="wanted">The account that they are wanted at.</param>
    /// <param name="dueAt">When to begin with that.</param>
    public void PrepareAgain(string wanted, DateTimeOffset dueAt)
    {
        (Files!.IsReady, Files.Wanted) = (false, wanted);
        DueAt = dueAt;
    }
}
