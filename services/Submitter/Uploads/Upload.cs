using Wan.DashScope.Accounts;
using Wan.Storage;

namespace Wan.Submitter.Uploads;

/// <summary>A file in the vendor's temporary storage, for one account and model: for all submissions that refer to it. Nothing has to become of it, so that it is never due.</summary>
internal sealed class Upload : IDocument
{
    public required string Id { get; init; }

    public long Version { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? DueAt { get; set; }

    /// <summary>Where it is; null while it was never uploaded.</summary>
    public string? Url { get; set; }

    /// <summary>When that upload began.</summary>
    public DateTimeOffset? UploadedAt { get; set; }

    /// <summary>Who uploads it now.</summary>
    public string? HeldBy { get; set; }

    /// <summary>Until when nobody else does.</summary>
    public DateTimeOffset? HeldUntil { get; set; }

    /// <summary>The id of that of a file for an account, as <see cref="UploadRules.MarkOf"/> knows it, and a model.</summary>
    public static string IdOf(string file, DashScopeAccount account, string model) => $"{file}/{account.Name}/{UploadRules.MarkOf(account)}/{model}";
}
