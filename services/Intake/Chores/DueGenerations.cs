using MassTransit;
using Microsoft.Extensions.Options;
using Wan.Contracts;
using Wan.Hosting;
using Wan.Hosting.Clocks;
using Wan.Hosting.Tracing;
using Wan.Storage;

namespace Wan.Intake.Chores;

/// <summary>The generations that nobody drives on.</summary>
internal sealed class DueGenerations(
    IDocuments<Generation> generations, IBus bus, ClockGuard guard, IOptions<IntakeOptions> options, TimeProvider time, ILogger<DueGenerations> logger)
{
    /// <summary>Drives on all that are due at a time, and ends early, with what it could not publish given back, if the bus does not take it.</summary>
    public async Task DriveOnAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        var claim = new DueClaim { Now = now, Lease = options.Value.DriveAgainAfter, Limit = options.Value.SweepBatch };
        IReadOnlyList<Generation> due;
        do
        {
            due = await generations.ClaimDueAsync(claim, cancellationToken);
            for (var next = 0; next < due.Count; next++)
            {
                Checkpoint.Reached("intake.claimed", due[next].Id);
                using var step = WanTrace.Enter(due[next]);
                try
                {
                    await bus.PublishInTimeAsync(new ContinueGeneration { GenerationId = due[next].Id }, time, cancellationToken);
                }
                catch
                {
                    await generations.GiveBackAsync(due.Skip(next), time.GetUtcNow());
                    throw;
                }
            }
        }
        while (due.Count == claim.Limit);
    }

    /// <summary>Draws in what a process whose clock was ahead has put off for hours.</summary>
    public async Task DrawInAsync(CancellationToken cancellationToken)
    {
        // The first sweep of a process that is alone puts everything off by twice that.
        var longest = new[] { options.Value.StartWithin, options.Value.DriveAgainAfter, options.Value.DriveLineAgainAfter }.Max();
        await generations.DrawInAsync(
            group: null, time.GetUtcNow() + (2 * longest) + guard.MaxOffset, generation => generation.DueAt = time.GetUtcNow(), logger, cancellationToken);
    }
}
