using System.Security.Cryptography;
using System.Text;
using Wan.DashScope.Accounts;
using Wan.Hosting;
using Wan.Submitter.Line;
using Wan.Submitter.Quotas;

namespace Wan.Submitter.Uploads;

/// <summary>When a file is uploaded, and for whom. Pure.</summary>
internal static class UploadRules
{
    // One whose files are at an account already may start there any moment.
    private static readonly TimeSpan ShortWait = TimeSpan.FromSeconds(10);

    /// <summary>
    /// What an account is at the vendor: with another address, key or workspace under the same name, what was uploaded may be another's, and is uploaded again. Too short to say
    /// anything of the key.
    /// </summary>
    public static string MarkOf(DashScopeAccount account) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{account.BaseUrl.AbsoluteUri}\n{account.ApiKey}\n{account.Workspace}")))[..12];

    /// <summary>Until when a POST may begin that refers to this upload; null if it must be uploaded (again).</summary>
    public static DateTimeOffset? GoodUntil(Upload upload, DateTimeOffset now, UploadOptions options) =>
        upload is { Url: not null, UploadedAt: { } at } && at <= now + options.Margin && at + options.GoodFor > now + options.Margin ? at + options.GoodFor : null;

    /// <summary>Takes the right to upload it, unless it need not be, or somebody else does.</summary>
    /// <param name="upload">Changed.</param>
    /// <param name="ticket">Whose right it becomes.</param>
    /// <param name="isDead">Whether somebody who has it has gone for certain.</param>
    /// <param name="now">The clock.</param>
    /// <param name="options">How long it holds.</param>
    /// <returns>Whether it was taken.</returns>
    public static bool TryHold(Upload upload, string ticket, Func<string, bool> isDead, DateTimeOffset now, UploadOptions options)
    {
        // A right that lies further ahead than any was ever given comes from a clock that was ahead.
        if (GoodUntil(upload, now, options) is not null || (upload.HeldUntil > now && upload.HeldUntil <= now + options.Lease && !isDead(upload.HeldBy!)))
            return false;
        (upload.HeldBy, upload.HeldUntil) = (ticket, now + options.Lease);
        return true;
    }

    /// <summary>Keeps the right to upload it.</summary>
    /// <returns>False if somebody else has it by now, or it is given back.</returns>
    public static bool Renew(Upload upload, string ticket, DateTimeOffset now, UploadOptions options)
    {
        if (upload.HeldBy != ticket)
            return false;
        upload.HeldUntil = now + options.Lease;
        return true;
    }

    /// <summary>It is uploaded.</summary>
    public static void Done(Upload upload, string url, DateTimeOffset begunAt) =>
        (upload.Url, upload.UploadedAt, upload.HeldBy, upload.HeldUntil) = (url, begunAt, null, null);

    /// <summary>Whether the vendor says by this code that it could not fetch what a request refers to.</summary>
    public static bool IsUnfetched(string? code) => code is "InvalidParameter.DataInspection" or "InvalidFile.Openerror"
        || code?.EndsWith("DownloadFailed", StringComparison.OrdinalIgnoreCase) == true;

    /// <summary>It is uploaded anew, unless it was after this time.</summary>
    /// <returns>Whether it was forgotten.</returns>
    public static bool Forget(Upload upload, DateTimeOffset sentAt)
    {
        if (upload.Url is null || upload.UploadedAt > sentAt)
            return false;
        (upload.Url, upload.UploadedAt) = (null, null);
        return true;
    }

    /// <summary>Gives the right back.</summary>
    /// <returns>False if somebody else has it by now.</returns>
    public static bool Release(Upload upload, string ticket)
    {
        if (upload.HeldBy != ticket)
            return false;
        (upload.HeldBy, upload.HeldUntil) = (null, null);
        return true;
    }

    /// <summary>How many of a model's line have their files uploaded before it is their turn, where so many run at once.</summary>
    public static int Ahead(int slots) => (2 * slots) + 4;

    /// <summary>
    /// The accounts that a submission's files are wanted at: those that may be used or tried now, and one that had a slot for it; all where there is none of these. One whose pause is
    /// over is tried by a generation that is ready for that, and may be the only one whose storage works. None while no video could be kept.
    /// </summary>
    /// <param name="line">What the model's line waits for.</param>
    /// <param name="wanted">The name of the account that had a slot for it; null for none.</param>
    /// <param name="longestHold">As in <see cref="Pausable.IsHeld"/>.</param>
    public static IReadOnlyList<DashScopeAccount> Accounts(LineView line, string? wanted, TimeSpan longestHold)
    {
        bool IsHeld(AccountSupply supply) => supply.State.IsHeld(line.Now, longestHold) || supply.Quota.IsHeld(line.Now, longestHold);
        var areAllHeld = line.Accounts.All(IsHeld);
        return [.. line.Accounts.Where(supply => line.Room is null && (areAllHeld || !IsHeld(supply) || supply.Account.Name == wanted)).Select(supply => supply.Account)];
    }

    /// <summary>How long to wait before the next try for a submission.</summary>
    /// <param name="files">What came of the tries so far.</param>
    /// <param name="lackedPlace">Somewhere there was no place for it, which may be free any moment.</param>
    /// <param name="options">How long at first, and at most.</param>
    public static TimeSpan Wait(SubmissionFiles files, bool lackedPlace, UploadOptions options) => Backoff.Wait(
        Math.Max(0, files.Setbacks - 1), options.FirstWait, (files.At.Count > 0 || lackedPlace) && options.LongestWait > ShortWait ? ShortWait : options.LongestWait);
}
