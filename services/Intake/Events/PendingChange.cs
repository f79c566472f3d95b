using Wan.Intake.Views;

namespace Wan.Intake.Events;

/// <summary>A change that is to be sent.</summary>
/// <param name="Sent">It as a cursor knows it.</param>
/// <param name="GenerationId">Whose.</param>
/// <param name="Change">The change.</param>
/// <param name="Summary">Its generation as it is now.</param>
internal sealed record PendingChange(SentChange Sent, string GenerationId, StateChange Change, GenerationSummary Summary)
{
    /// <summary>All of some generations, in the order in which they are sent: that of their times, and within a generation that of their numbers.</summary>
    public static List<PendingChange> Of(IEnumerable<ChangedGeneration> generations)
    {
        List<PendingChange> pending =
        [
            .. generations.SelectMany(generation => generation.Changes.Select(change => new PendingChange(
                new SentChange(change.At, SentChange.MarkOf(generation.Id, change.Number)), generation.Id, change, generation.Summary))),
        ];
        pending.Sort((one, other) => one.Sent.CompareTo(other.Sent));
        return pending;
    }
}
