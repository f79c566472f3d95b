using Microsoft.Extensions.Options;
using Wan.DashScope.Client;
using Wan.Hosting.Clocks;
using Wan.Storage;

namespace Wan.Submitter.Line;

/// <summary>Looks for submissions that a process whose clock was ahead has put off for hours; see <see cref="PutOffRules"/>.</summary>
internal sealed class PutOffSweep(
    IDocuments<Submission> submissions,
    DispatchSignal signal,
    ClockGuard clock,
    IOptions<SubmitterOptions> options,
    IOptions<DashScopeClientOptions> clientOptions,
    TimeProvider time,
    ILogger<PutOffSweep> logger)
{
    /// <summary>Draws them in, in the lines of these models and behind them. Only while our own clock can be trusted: to one that is behind, everything seems to lie ahead.</summary>
    public async Task RunAsync(IEnumerable<string> models, CancellationToken stoppingToken)
    {
        var inLine = 0;
        foreach (var model in models)
            inLine += await DrawInAsync(Submission.WaitingFor(model), PutOffRules.FurthestInLine(options.Value), stoppingToken);
        foreach (var model in models)
            await DrawInAsync(Submission.PreparingFor(model), options.Value.Uploads.Furthest, stoppingToken);
        await DrawInAsync(Submission.InFlight, PutOffRules.FurthestInFlight(options.Value, clientOptions.Value), stoppingToken);
        if (inLine > 0)
            signal.Raise();
    }

    private Task<int> DrawInAsync(string group, TimeSpan furthest, CancellationToken stoppingToken) => submissions.DrawInAsync(
        group,
        time.GetUtcNow() + furthest + clock.MaxOffset,
        submission => PutOffRules.DrawIn(submission, options.Value, clientOptions.Value, time.GetUtcNow()),
        logger,
        stoppingToken);
}
