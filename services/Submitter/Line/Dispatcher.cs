using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.Extensions.Options;
using Wan.DashScope.Accounts;
using Wan.Hosting;
using Wan.Hosting.Clocks;
using Wan.Storage;
using Wan.Submitter.Posting;
using Wan.Submitter.Quotas;

namespace Wan.Submitter.Line;

/// <summary>
/// Brings waiting generations and free slots together: reads what may be spent, claims so many from the head of the line, takes their slots
/// in one write, and sends each on its way. Wakes when something comes into the line or a slot is freed.
/// </summary>
internal sealed partial class Dispatcher(
    WaitingLine line,
    SharedDocuments shared,
    ArchiveRooms rooms,
    IDocuments<Submission> submissions,
    Poster poster,
    DispatchSignal signal,
    Sweep sweep,
    ClockGuard clock,
    IOptions<SubmitterOptions> options,
    TimeProvider time,
    ILogger<Dispatcher> logger) : BackgroundService, IHostedLifecycleService
{
    // Signals that come in a crowd are served by one round; one that comes alone is served at once.
    private static readonly TimeSpan RoundSpacing = TimeSpan.FromMilliseconds(5);

    private readonly ConcurrentDictionary<string, Task> posts = new();

    private TimeSpan LongestHold => options.Value.LongestPause > poster.Lease ? options.Value.LongestPause : poster.Lease;

    /// <summary>Sends a submission that has its slot, in the background.</summary>
    public void Send(Submission submission, Reservation reservation)
    {
        var post = PostAsync(submission, reservation);
        posts[reservation.AttemptId] = post;
        if (post.IsCompleted)
            posts.TryRemove(reservation.AttemptId, out _);
    }

    /// <summary>
    /// Before anything else in the process stops: nothing new is begun, and what is on the wire is waited for, since its answer is paid.
    /// </summary>
    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        await StopAsync(cancellationToken);
        if (!posts.IsEmpty)
            Log.Waiting(logger, posts.Count);
        await Task.WhenAll(posts.Values).WaitAsync(cancellationToken);
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // What the last process left on the wire must not be confused with what this one sends.
        await sweep.First.WaitAsync(stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        while (!stoppingToken.IsCancellationRequested)
        {
            var wait = options.Value.Tick;
            var begun = Stopwatch.GetTimestamp();
            try
            {
                foreach (var model in clock.IsTrusted(out _) ? shared.Models : [])
                    wait = Shorter(wait, await ServeAsync(model, stoppingToken));
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                Log.RoundFailed(logger, exception);
            }
            catch (OperationCanceledException)
            {
                return;
            }

            await signal.WaitAsync(wait, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (RoundSpacing - Stopwatch.GetElapsedTime(begun) is var soon && soon > TimeSpan.Zero)
                await Task.Delay(soon, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Starts as many of a model as may start now.</summary>
    /// <returns>When to look again, if nothing wakes us before.</returns>
    private async Task<TimeSpan> ServeAsync(string model, CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var now = time.GetUtcNow();
            var offers = await OffersAsync(model, now);
            var capacity = Math.Min(options.Value.MaxConcurrentPosts - posts.Count, offers.Sum(offer => offer.Capacity));
            if (capacity <= 0)
                return offers.Select(offer => offer.NextAt - now).OfType<TimeSpan>().Append(options.Value.Tick).Min();

            // Every other start is open to those who have waited too long.
            var agedFirst = offers.Sum(offer => offer.Starts) % 2 == 1 || capacity > 1;
            var claimed = await line.ClaimAsync(model, capacity, agedFirst, stoppingToken);
            if (claimed.Count > 0)
            {
                Checkpoint.Reached("submitter.claimed", claimed[0].Id);
                await StartAsync(claimed, offers);
            }

            if (claimed.Count < capacity)
                return options.Value.Tick;
        }

        return TimeSpan.Zero;
    }

    private async Task<List<Offer>> OffersAsync(string model, DateTimeOffset now)
    {
        var offers = new List<Offer>();
        var closed = await rooms.ReadAsync() is not null;
        foreach (var account in shared.AccountsFor(model))
        {
            var limits = QuotaLimits.Of(account, options.Value);
            var quota = await shared.Quota(account.Name, model).ReadAsync();
            var state = await shared.State(account.Name).ReadAsync();
            var probing = state.PausedFor is not null || quota.PausedFor is not null;
            DateTimeOffset? pausedUntil = state.IsHeld(now, LongestHold) || quota.IsHeld(now, LongestHold)
                ? Later(state.PausedUntil ?? now, quota.PausedUntil ?? now)
                : null;
            var capacity = closed || pausedUntil is not null ? 0 : QuotaRules.Capacity(quota, limits, now);
            offers.Add(new Offer(
                account,
                limits,
                probing ? Math.Min(1, capacity) : capacity,
                probing,
                closed ? null : pausedUntil ?? QuotaRules.NextCapacityAt(quota, limits, now),
                quota.Starts,
                [.. quota.Slots.Keys]));
        }

        return offers;
    }

    private async Task StartAsync(IReadOnlyList<Submission> claimed, List<Offer> offers)
    {
        var rest = claimed.ToList();
        foreach (var offer in offers.OrderBy(offer => offer.Probing).ThenByDescending(offer => offer.Capacity))
        {
            // A slot that a dead process took for one of these is used first.
            var wanted = rest.OrderByDescending(submission => offer.Slots.Contains(submission.Id))
                .Take(offer.Probing ? offer.Capacity : Math.Max(offer.Capacity, rest.Count(submission => offer.Slots.Contains(submission.Id)))).ToList();
            if (wanted.Count == 0 || (offer.Probing && !await TakeProbeAsync(offer.Account)))
                continue;

            var model = wanted[0].Model;
            var reservations = await shared.Quota(offer.Account.Name, model).ChangeAsync(quota =>
            {
                var now = time.GetUtcNow();
                var granted = PauseRules.Reserve(quota, offer.Limits, wanted, now + poster.Lease, LongestHold, now);
                return (granted.Count > 0, granted);
            });
            if (offer.Probing && reservations.Count == 0)
                await shared.State(offer.Account.Name).ChangeAsync(state => state.EndProbe(time.GetUtcNow(), time.GetUtcNow()));
            foreach (var reservation in reservations)
            {
                var submission = wanted.Single(submission => submission.Id == reservation.GenerationId);
                rest.Remove(submission);
                Send(submission, reservation);
            }
        }

        // Other replicas were faster: back to where they stood.
        foreach (var submission in rest)
        {
            submission.ReturnToLine();
            await submissions.ReplaceAsync(submission);
        }
    }

    private Task<bool> TakeProbeAsync(DashScopeAccount account)
    {
        var now = time.GetUtcNow();
        var until = now + poster.Lease;
        return shared.State(account.Name).ChangeAsync(state =>
        {
            var taken = state.TakeProbe(now, until, LongestHold);
            return (taken, taken || state.PausedFor is null);
        });
    }

    private async Task PostAsync(Submission submission, Reservation reservation)
    {
        try
        {
            await Task.Yield();
            await poster.PostAsync(submission, reservation);
        }
        catch (Exception exception)
        {
            Log.PostFailed(logger, exception, submission.Id);
        }
        finally
        {
            posts.TryRemove(reservation.AttemptId, out _);
            signal.Raise();
        }
    }

    private static DateTimeOffset Later(DateTimeOffset a, DateTimeOffset b) => a > b ? a : b;

    private static TimeSpan Shorter(TimeSpan a, TimeSpan b) => a < b ? a : b;

    /// <summary>What an account has to give for a model.</summary>
    private sealed record Offer(
        DashScopeAccount Account, QuotaLimits Limits, int Capacity, bool Probing, DateTimeOffset? NextAt, long Starts, HashSet<string> Slots);

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "The dispatcher's round failed; it goes on with the next.")]
        public static partial void RoundFailed(ILogger logger, Exception exception);

        [LoggerMessage(2, LogLevel.Error, "Submitting generation {GenerationId} broke off; the sweep takes it up.")]
        public static partial void PostFailed(ILogger logger, Exception exception, string generationId);

        [LoggerMessage(3, LogLevel.Information, "Stopping once {Count} POSTs have been answered.")]
        public static partial void Waiting(ILogger logger, int count);
    }
}
