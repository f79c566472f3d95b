using Wan.DashScope.Client;
using Wan.Submitter.Posting;
using Wan.Submitter.Repairs;

namespace Wan.Submitter.Line;

/// <summary>What becomes of submissions that are due further ahead than any rule puts them: whoever wrote them had a clock that was ahead. Pure.</summary>
internal static class PutOffRules
{
    /// <summary>The furthest ahead that one that waits in the line may be due: as long as a claim holds.</summary>
    public static TimeSpan FurthestInLine(SubmitterOptions options) => options.ClaimLease;

    /// <summary>The furthest ahead that one that has left the line may be due.</summary>
    public static TimeSpan FurthestInFlight(SubmitterOptions options, DashScopeClientOptions client) => new[]
    {
        LongestPost(PostRules.LargestBody, options, client), options.SilentAfter, options.Repair.FirstLook, options.Repair.LongestWait, options.Repair.HoldLook,
    }.Max();

    /// <summary>Makes it due by our clock, and its POSTs sent at a time that may be right.</summary>
    public static void DrawIn(Submission submission, SubmitterOptions options, DashScopeClientOptions client, DateTimeOffset now)
    {
        submission.DueAt = submission.State switch
        {
            // A POST that is on its way has left by now; so long after, its sender is taken for dead as any other.
            SubmissionState.Posting => now + LongestPost(submission.Length, options, client),
            SubmissionState.Waiting when submission.CreatedAt < now => submission.CreatedAt,
            _ => now,
        };
        foreach (var attempt in submission.Attempts)
        {
            // It was sent at some time between these two; what repairs it must look at all of that.
            if (attempt.SendAt > now)
                attempt.SendAt = Earliest(submission, now) ?? now - options.Repair.ForgottenAfter;
            if (attempt.NotAfter > now)
                attempt.NotAfter = now + PostRules.Window(submission.Length, options);
            if (attempt.EndedAt > now)
                attempt.EndedAt = now;
        }
    }

    // Its own time may come from the same clock; its id was given by another process, as a UUID of version 7 that tells when.
    private static DateTimeOffset? Earliest(Submission submission, DateTimeOffset now) =>
        submission.CreatedAt < now ? submission.CreatedAt
        : Guid.TryParse(submission.Id, out var id) && id.Version == 7
            && DateTimeOffset.FromUnixTimeMilliseconds(Convert.ToInt64(id.ToString("N")[..12], 16)) is var given && given < now ? given
        : null;

    private static TimeSpan LongestPost(int bodyLength, SubmitterOptions options, DashScopeClientOptions client) =>
        PostRules.Window(bodyLength, options) + client.SubmitTimeout + options.PostGrace + options.Horizon;
}
