using Microsoft.Extensions.Options;
using Wan.Hosting;

namespace Wan.Notifier.Feed;

/// <summary>
/// Reads what has changed and makes deliveries of it: at an interval from the place up to which all was read, and in between, when a message says that there is something, from the last that was found.
/// </summary>
internal sealed partial class FeedLoop(
    IGenerationChanges changes, FeedBook book, Subscriptions subscriptions, RiskNotices risks, FeedSignal signal, NotifierMetrics metrics, SweepTimes times, IOptions<NotifierOptions> options, TimeProvider time,
    ILogger<FeedLoop> logger) : BackgroundService
{
    private const string Name = "notifier_feed";

    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(50), LongestWait = TimeSpan.FromSeconds(30), BetweenWrites = TimeSpan.FromSeconds(30);

    private Place tail;
    private DateTimeOffset toldUntil;
    private int failures;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var wholeAt = 0L;
        times.Begun(Name);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (wholeAt == 0 || failures > 0 || time.GetElapsedTime(wholeAt) >= options.Value.FeedInterval)
                {
                    var begun = time.GetTimestamp();
                    await LookAtAllAsync(stoppingToken);
                    await risks.TellAsync(stoppingToken);
                    wholeAt = begun;
                    times.Ended(Name);
                }
                else
                {
                    await LookAtNewAsync(stoppingToken);
                }

                failures = 0;
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                if (failures++ == 0)
                    Log.Failed(logger, exception);
            }
            catch (OperationCanceledException)
            {
                return;
            }

            await Task.Delay(BetweenLooks, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            var wait = failures == 0 ? options.Value.FeedInterval : Backoff.Wait(failures, BetweenLooks, LongestWait < options.Value.FeedInterval ? LongestWait : options.Value.FeedInterval);
            await signal.WaitAsync(wait, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task LookAtAllAsync(CancellationToken stoppingToken)
    {
        var begin = await book.FindAsync(stoppingToken) ?? await book.BeginAsync(await IntakesNowAsync(stoppingToken), stoppingToken);
        var since = new Place(begin.Generations);
        toldUntil = begin.Changes;
        DateTimeOffset? complete = null;
        for (var isFirst = true; ; isFirst = false)
        {
            var page = await changes.ReadAsync(since, toldUntil, stoppingToken);
            complete = isFirst ? page.CompleteUntil : complete; // Of before all that was read.
            await subscriptions.DeliverAsync(page.Changes, stoppingToken);
            if (page.Next == since)
                break;
            since = page.Next;
            if (since.At < complete)
                await RaiseAsync(new ReadUntil(since.At.AddTicks(-1), begin.Changes), stoppingToken); // So that who has much to read does not begin anew.
        }

        tail = since;
        if (complete is { } until)
            await RaiseAsync(new ReadUntil(until, until), stoppingToken);
    }

    // Nothing has changed later than at the end of time.
    private async Task<DateTimeOffset> IntakesNowAsync(CancellationToken stoppingToken) =>
        (await changes.ReadAsync(new Place(DateTimeOffset.MaxValue), DateTimeOffset.MaxValue, stoppingToken)).CompleteUntil
        ?? throw new IntakeAwayException("Intake's clock is wrong, so that nobody knows from when on to tell what happens.");

    private async Task LookAtNewAsync(CancellationToken stoppingToken)
    {
        while (await changes.ReadAsync(tail, toldUntil, stoppingToken) is var page && page.Next != tail)
        {
            await subscriptions.DeliverAsync(page.Changes, stoppingToken);
            tail = page.Next;
        }
    }

    private async Task RaiseAsync(ReadUntil until, CancellationToken stoppingToken)
    {
        await book.RaiseAsync(until, BetweenWrites, stoppingToken);
        metrics.Read(until.Generations);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "What has become of generations can't be read for now; webhooks wait, none is lost, and it is tried again.")]
        public static partial void Failed(ILogger logger, Exception exception);
    }
}
