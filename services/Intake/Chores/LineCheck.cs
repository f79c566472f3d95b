using MassTransit;
using Microsoft.Extensions.Options;
using Wan.Contracts;
using Wan.Hosting;
using Wan.Intake.Files;
using Wan.Storage;

namespace Wan.Intake.Chores;

/// <summary>
/// Asks Submitter in bulk whether it knows the generations that were sent to it and not heard of since: tens of thousands may wait there for days, and the
/// command of one may have been lost. It only reads, and Submitter answers only where something is missing.
/// </summary>
internal sealed partial class LineCheck(
    IDocuments<Generation> generations, FileShelf files, LineLook look, IBus bus, IOptions<IntakeOptions> options, TimeProvider time, ILogger<LineCheck> logger) : BackgroundService
{
    private const int Bulk = 500;

    /// <summary>A lost command shows at the first look after it or at the second.</summary>
    private const int LooksWhileYoung = 5;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // What an earlier process sent is looked at first.
        var wholeAt = DateTimeOffset.MinValue;
        using var timer = new PeriodicTimer(options.Value.LineCheckInterval, time);
        do
        {
            try
            {
                var now = time.GetUtcNow();
                var whole = now >= wholeAt;
                await CheckAsync(whole ? DateTimeOffset.MinValue : now - (LooksWhileYoung * options.Value.LineCheckInterval), now, stoppingToken);
                if (whole)
                    look.Ended();
                wholeAt = whole ? now + options.Value.WholeLineCheckInterval : wholeAt;
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                wholeAt = DateTimeOffset.MinValue; // Those that it did not come to may be too old for the next look.
                Log.CheckFailed(logger, exception);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task CheckAsync(DateTimeOffset madeAfter, DateTimeOffset now, CancellationToken cancellationToken)
    {
        string? cursor = null;
        do
        {
            var page = await generations.PageAsync(
                new PageQuery { Limit = Bulk, Status = "submitting", CreatedAfter = madeAfter, Cursor = cursor }, cancellationToken);
            await files.UseAsync(page.Items.SelectMany(item => item.Files ?? []).Distinct(), cancellationToken); // What waits for days needs them still.
            List<string> ids = [.. page.Items.Where(item => now - item.UpdatedAt >= options.Value.LineCheckInterval / 2).Select(item => item.Id)];
            if (ids.Count > 0)
                await bus.PublishInTimeAsync(new ConfirmSubmissions { GenerationIds = ids }, time, cancellationToken);
            cursor = page.Next;
        }
        while (cursor is not null);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "Submitter could not be asked for what waits in its line; it is asked again at the next tick.")]
        public static partial void CheckFailed(ILogger logger, Exception exception);
    }
}
