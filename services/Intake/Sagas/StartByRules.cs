using System.Globalization;
using Wan.Contracts;

namespace Wan.Intake.Sagas;

/// <summary>What becomes of a generation that the vendor has not begun by its <c>start_by</c>. Pure.</summary>
internal static class StartByRules
{
    /// <summary>
    /// Whether that time has a say still: the task is not known to run, nothing is asked for already, and no person has named a task, which may be somebody else's.
    /// </summary>
    public static bool IsOpen(Generation saga) =>
        saga is { StartBy: not null, StartedAt: null, VendorEnd: null, StartMissed: false, StartForgiven: false, CancelRequested: false } && !NamedTaskRules.IsNamed(saga);

    /// <summary>Whether it has passed.</summary>
    public static bool HasPassed(Generation saga, DateTimeOffset now) => IsOpen(saga) && saga.StartBy <= now;

    /// <summary>When the generation is to be looked at again. By a clock that is wrong it may be long past, and is named all the same: who looks by one that is right knows.</summary>
    /// <param name="saga">The generation.</param>
    /// <param name="otherwise">When it would be looked at without such a time.</param>
    public static DateTimeOffset NextLook(Generation saga, DateTimeOffset otherwise) => IsOpen(saga) && saga.StartBy < otherwise ? saga.StartBy.Value : otherwise;

    /// <summary>Whether it is to be taken out of the line, or cancelled at the vendor, as far as that costs nothing.</summary>
    public static bool IsUnwanted(Generation saga) => saga.CancelRequested || saga.StartMissed;

    /// <summary>As in <see cref="CancellationReason"/>, for whoever is asked to take it out of the line.</summary>
    public static string Reason(Generation saga) => saga.StartMissed ? CancellationReason.NotStarted : CancellationReason.Requested;

    /// <summary>Whether it was given up since the vendor had not begun it in time.</summary>
    public static bool WasNotStarted(Generation saga) => saga.Error?.Code == CancellationReason.NotStarted;

    /// <summary>Why it ended.</summary>
    /// <param name="saga">The generation.</param>
    /// <param name="why">What it waited for, as a sentence; null if that is not known.</param>
    public static GenerationError NotStarted(Generation saga, string? why) => new()
    {
        Code = CancellationReason.NotStarted,
        Message = string.Create(
            CultureInfo.InvariantCulture,
            $"The vendor had not begun it by its start_by, {saga.StartBy?.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC, so that it was given up; it costs nothing.{(why is null ? "" : $" {why}")}"),
    };
}
