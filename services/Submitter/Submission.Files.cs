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
        Files.At.Remove(wanted);
        DueAt = dueAt;
    }

    /// <summary>Its files are at one more account, and it may be started there too.</summary>
    /// <param name="account">The account's name.</param>
    /// <param name="files">Where they are.</param>
    /// <param name="areEverywhere">Whether they are wherever they should be by now.</param>
    /// <param name="now">The clock.</param>
    /// <returns>False if it does not stand in line any more, or is about to be started elsewhere.</returns>
    public bool TryAddFiles(string account, UploadedFiles files, bool areEverywhere, DateTimeOffset now)
    {
        if (State != SubmissionState.Waiting || Files is null || (Files.IsReady && DueAt > now))
            return false;
        Files.At[account] = files;
        (Files.IsReady, Files.Wanted, Files.Obstacle) = (true, null, null);
        if (areEverywhere)
            Files.Setbacks = 0;
        DueAt = CreatedAt;
        return true;
    }
}
