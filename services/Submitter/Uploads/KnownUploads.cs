using Microsoft.Extensions.Options;
using Wan.DashScope.Accounts;
using Wan.Storage;

namespace Wan.Submitter.Uploads;

/// <summary>What is known of uploads: where the files of a submission are, whether what it names is still that, and what the vendor could not fetch.</summary>
internal sealed class KnownUploads(IDocuments<Upload> uploads, IOptions<SubmitterOptions> options, TimeProvider time)
{
    /// <summary>Where all files of a submission are at an account.</summary>
    /// <param name="submission">One with files.</param>
    /// <param name="account">Where they are wanted.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>Null if one of them has to be uploaded.</returns>
    public async Task<UploadedFiles?> FindAsync(Submission submission, DashScopeAccount account, CancellationToken cancellationToken)
    {
        var (urls, goodUntil, now) = (new Dictionary<string, string>(), DateTimeOffset.MaxValue, time.GetUtcNow());
        foreach (var file in submission.Files!.Ids)
        {
            if (await uploads.FindAsync(Upload.IdOf(file, account, submission.Model), cancellationToken) is not { } upload
                || UploadRules.GoodUntil(upload, now, options.Value.Uploads) is not { } good)
            {
                return null;
            }

            urls[file] = upload.Url!;
            goodUntil = good < goodUntil ? good : goodUntil;
        }

        return new UploadedFiles(goodUntil, urls, UploadRules.MarkOf(account));
    }

    /// <summary>
    /// Whether a submission that was prepared for an account names the uploads that are known there now. If one was forgotten since, as the vendor could not fetch it, a POST that
    /// names it would fail like the one that found that out.
    /// </summary>
    public async Task<bool> AreAsPreparedAsync(Submission submission, DashScopeAccount account)
    {
        foreach (var (file, url) in submission.Files!.At[account.Name].Urls)
        {
            if ((await uploads.FindAsync(Upload.IdOf(file, account, submission.Model)))?.Url != url)
                return false;
        }

        return true;
    }

    /// <summary>The vendor could not fetch them: whoever needs them next uploads them anew. What was uploaded after the POST began is not meant.</summary>
    /// <param name="submission">Whose files.</param>
    /// <param name="account">Where they were uploaded to.</param>
    /// <param name="sentAt">When its POST began.</param>
    public async Task ForgetAsync(Submission submission, DashScopeAccount account, DateTimeOffset sentAt)
    {
        foreach (var file in submission.Files?.Ids ?? [])
            await uploads.ChangeAsync(Upload.IdOf(file, account, submission.Model), upload => UploadRules.Forget(upload, sentAt), CancellationToken.None);
    }
}
