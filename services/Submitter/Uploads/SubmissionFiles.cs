using Wan.DashScope.Accounts;

namespace Wan.Submitter.Uploads;

/// <summary>The files of a submission, and where they were uploaded to.</summary>
internal sealed class SubmissionFiles
{
    /// <summary>Their ids, each once.</summary>
    public required IReadOnlyList<string> Ids { get; init; }

    /// <summary>Whether it may be started: they are at one account at least. If not, somebody uploads them, or has to.</summary>
    public bool IsReady { get; set; }

    /// <summary>By account.</summary>
    public Dictionary<string, UploadedFiles> At { get; init; } = [];

    /// <summary>An account that had a slot for it, and had them not; null for none. They are uploaded there too, whatever stands in its way: it may be that its pause is to be tried.</summary>
    public string? Wanted { get; set; }

    /// <summary>Why they are at none yet, for people; null for no reason but that it takes its time.</summary>
    public string? Obstacle { get; set; }

    /// <summary>How often in a row they could not be uploaded wherever they should be.</summary>
    public int Setbacks { get; set; }

    /// <summary>Whether all of them are at an account, for long enough.</summary>
    public bool AreAt(DashScopeAccount account, DateTimeOffset now) =>
        At.TryGetValue(account.Name, out var uploaded) && uploaded.GoodUntil > now && uploaded.Mark == UploadRules.MarkOf(account) && Ids.All(uploaded.Urls.ContainsKey);
}

/// <summary>The files of a submission at one account.</summary>
/// <param name="GoodUntil">No POST begins later with these.</param>
/// <param name="Urls">Where each is, by its id (<c>oss://...</c>).</param>
/// <param name="Mark">What the account was then; see <see cref="UploadRules.MarkOf"/>.</param>
internal sealed record UploadedFiles(DateTimeOffset GoodUntil, Dictionary<string, string> Urls, string? Mark = null);
