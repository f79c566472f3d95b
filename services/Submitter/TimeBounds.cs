using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using Wan.DashScope.Accounts;
using Wan.DashScope.Client;
using Wan.Hosting.Clocks;
using Wan.Submitter.Quotas;

namespace Wan.Submitter;

/// <summary>Applies <see cref="SharedTimes"/> to what is read, as long as our own clock can be trusted, and says whose clock it was.</summary>
internal sealed partial class TimeBounds(
    ClockGuard clock,
    DashScopeAccounts accounts,
    IOptions<SubmitterOptions> options,
    IOptions<DashScopeClientOptions> clientOptions,
    TimeProvider time,
    ILogger<TimeBounds> logger)
{
    // The same writer's next write to the same document is no news.
    private static readonly TimeSpan SayAgainAfter = TimeSpan.FromMinutes(10);

    private readonly ConcurrentDictionary<string, long> said = new();

    /// <summary>Bounds a quota.</summary>
    /// <returns>Whether anything was cut.</returns>
    public bool Apply(Quota quota) => clock.IsTrusted(out _) && Told(quota, SharedTimes.Bound(
        quota,
        accounts.TryGet(quota.Account, out var account) ? QuotaLimits.Of(account, options.Value) : null,
        options.Value,
        LongestPause,
        time.GetUtcNow(),
        clock.MaxOffset));

    /// <summary>Bounds the state of an account.</summary>
    /// <returns>Whether anything was cut.</returns>
    public bool Apply(AccountState state)
    {
        if (!clock.IsTrusted(out _) || !accounts.TryGet(state.Id, out var account))
            return false;
        return Told(state, SharedTimes.Bound(
            state, TimeSpan.FromSeconds(1 / account.RepairQueriesPerSecond), LongestPause, time.GetUtcNow(), clock.MaxOffset));
    }

    // Nobody else tries what is paused while one does.
    private TimeSpan LongestPause => new[]
    {
        options.Value.PostWindow + clientOptions.Value.SubmitTimeout + options.Value.PostGrace + options.Value.Horizon, options.Value.LongestPause,
    }.Max();

    private bool Told(ISharedDocument document, List<CutTime> cut)
    {
        if (cut.Count == 0)
            return false;
        var news = $"{document.Id} {document.WrittenBy}";
        if (!said.TryGetValue(news, out var at) || time.GetElapsedTime(at) > SayAgainAfter)
        {
            said[news] = time.GetTimestamp();
            Log.Cut(logger, document.GetType().Name, document.Id, document.WrittenBy ?? "an older release", string.Join(", ", cut), ThisProcess.Name, time.GetUtcNow());
        }

        return true;
    }

    private static partial class Log
    {
        [LoggerMessage(
            1,
            LogLevel.Warning,
            "{Kind} {Document}, written last by process {Writer}, held times further ahead than any rule puts them: {Fields}; this process ({Process}) has {Now:u}. They are cut to the most that the rules allow. Check the time synchronisation of both hosts.")]
        public static partial void Cut(ILogger logger, string kind, string document, string writer, string fields, string process, DateTimeOffset now);
    }
}
