using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using Wan.DashScope.Accounts;
using Wan.Hosting;

namespace Wan.Submitter.Uploads;

/// <summary>
/// Which accounts' storage does not answer: for a while this process uploads nothing there, so that the few places for uploads are free for other accounts. Then one upload tries it.
/// </summary>
internal sealed class UploadPauses(IOptions<SubmitterOptions> options, TimeProvider time)
{
    private readonly ConcurrentDictionary<string, Pause> pauses = new(StringComparer.Ordinal);

    /// <summary>Why no upload may begin; null if one may. Of those that ask once a pause is over one may, and the others when that has ended.</summary>
    public string? WhyNot(DashScopeAccount account)
    {
        if (!pauses.TryGetValue(account.Name, out var pause))
            return null;
        lock (pause)
        {
            if (pause.IsTried || time.GetElapsedTime(pause.Since) < pause.Length)
                return pause.Why;
            pause.IsTried = true;
            return null;
        }
    }

    /// <summary>It answered, whatever it said.</summary>
    public void Answered(DashScopeAccount account) => pauses.TryRemove(account.Name, out _);

    /// <summary>It did not.</summary>
    /// <param name="account">Whose storage.</param>
    /// <param name="why">What happened, for people.</param>
    public void Failed(DashScopeAccount account, string why)
    {
        var pause = pauses.GetOrAdd(account.Name, _ => new Pause());
        lock (pause)
        {
            // Those that had begun before are one failure.
            if (pause.Length > TimeSpan.Zero && !pause.IsTried)
                return;
            (pause.Why, pause.Length, pause.Since, pause.IsTried) = (why, Backoff.Wait(pause.InARow++, options.Value.Uploads.FirstWait, options.Value.Uploads.LongestWait), time.GetTimestamp(), false);
        }
    }

    /// <summary>It was given up before anybody knew.</summary>
    public void GivenUp(DashScopeAccount account)
    {
        if (!pauses.TryGetValue(account.Name, out var pause))
            return;
        lock (pause)
            pause.IsTried = false;
    }

    private sealed class Pause
    {
        public int InARow { get; set; }

        public string Why { get; set; } = "";

        public TimeSpan Length { get; set; }

        /// <summary>A timestamp of the clock's.</summary>
        public long Since { get; set; }

        /// <summary>An upload is under way that tries it.</summary>
        public bool IsTried { get; set; }
    }
}
