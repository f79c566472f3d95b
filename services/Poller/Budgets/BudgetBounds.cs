using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Wan.Hosting.Clocks;

namespace Wan.Poller.Budgets;

/// <summary>Applies <see cref="BudgetTimes"/> to what is read, as long as our own clock can be trusted, and says whose clock it was.</summary>
internal sealed partial class BudgetBounds(ClockGuard clock, IOptions<PollerOptions> options, TimeProvider time, ILogger<BudgetBounds> logger)
{
    // The same writer's next write to the same document is no news.
    private static readonly TimeSpan SayAgainAfter = TimeSpan.FromMinutes(10);

    private readonly ConcurrentDictionary<string, long> said = new();

    /// <summary>Bounds a budget of so many queries a second.</summary>
    /// <returns>Whether anything was cut.</returns>
    public bool Apply(Budget budget, double limit)
    {
        if (!clock.IsTrusted(out _))
            return false;
        var now = time.GetUtcNow();
        var longestPause = options.Value.UnauthorisedPause > BudgetRules.LongestBlock ? options.Value.UnauthorisedPause : BudgetRules.LongestBlock;
        var cut = BudgetTimes.Bound(budget, limit, longestPause, now.ToUnixTimeMilliseconds(), (long)clock.MaxOffset.TotalMilliseconds);
        if (cut.Count == 0)
            return false;

        var news = $"{budget.Id} {budget.WrittenBy}";
        if (!said.TryGetValue(news, out var at) || time.GetElapsedTime(at) > SayAgainAfter)
        {
            said[news] = time.GetTimestamp();
            var fields = string.Join(", ", cut.Select(field => string.Create(CultureInfo.InvariantCulture, $"{field.Field} by {field.Ahead:0} s")));
            Log.Cut(logger, budget.Id, budget.WrittenBy ?? "an older release", fields, ThisProcess.Name, now);
        }

        return true;
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "The query budget of account {Account}, written last by process {Writer}, held times further ahead than any rule puts them: {Fields}; this process ({Process}) has {Now:u}. They are cut to the most that the rules allow. Check the time synchronisation of both hosts.")]
        public static partial void Cut(ILogger logger, string account, string writer, string fields, string process, DateTimeOffset now);
    }
}
