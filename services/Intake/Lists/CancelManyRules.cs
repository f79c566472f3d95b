using Wan.Contracts;
using Wan.Intake.Doors;
using Wan.Intake.Ledger;

namespace Wan.Intake.Lists;

/// <summary>What a cancellation of many means. Pure.</summary>
internal static class CancelManyRules
{
    /// <summary>The statuses of what can be cancelled, in the order in which a generation comes through them, so that one that goes on meanwhile is met later.</summary>
    public static readonly IReadOnlyList<string> Statuses = ["accepted", "submitting", "uncertain", "rendering"];

    /// <summary>What is wrong with it, as a problem document; null if nothing.</summary>
    public static IResult? Refuse(CancelManyRequest? asked)
    {
        if (asked is null)
            return Wrong("", "The body is missing. It needs a filter, or \"all\": true; \"dry_run\": true only counts.");
        if (asked.Filter is { IsEmpty: false } ? asked.All is true : asked.All is not true)
            return Wrong("/filter", "The body needs a filter that narrows it down, or \"all\": true for everything that is unfinished, but not both.");
        if (asked.Filter?.Status is { } status && !Statuses.Contains(status))
            return Wrong("/filter/status", $"status must be one of {string.Join(", ", Statuses)}, not '{status}': nothing else can be cancelled.");
        if (asked.Filter?.CreatedAfter is { } after && RequestTime.Read(after) is null)
            return Wrong("/filter/created_after", $"created_after must be a time with its offset, such as 2026-11-30T08:00:00Z, not '{after}'.");
        if (asked.Filter?.CreatedBefore is { } before && RequestTime.Read(before) is null)
            return Wrong("/filter/created_before", $"created_before must be a time with its offset, such as 2026-11-30T08:00:00Z, not '{before}'.");
        if (asked.Filter?.Search is { } search && !SearchRules.IsGood(search))
            return Wrong("/filter/search", $"search must have 1 to {SearchRules.MaxLength} characters, and not only spaces.");
        return asked.Cursor is { } cursor && Resume(asked, cursor) is null ? WrongCursor() : null;
    }

    /// <summary>The cursor is none.</summary>
    public static IResult WrongCursor() => Wrong("/cursor", "cursor must be the 'next' of an earlier call with the same filter, as it was given.");

    /// <summary>Which statuses are still to be looked through, and where in the first of them to go on.</summary>
    /// <returns>Null if the cursor is none.</returns>
    public static (IReadOnlyList<string> Statuses, string? Cursor)? Resume(CancelManyRequest asked, string? cursor)
    {
        IReadOnlyList<string> statuses = asked.Filter?.Status is { } status ? [status] : Statuses;
        if (cursor is null)
            return (statuses, null);
        return cursor.Split('.', 2) is [var at, var rest] && statuses.Contains(at)
            ? ([.. statuses.SkipWhile(other => other != at)], rest.Length == 0 ? null : rest)
            : null;
    }

    /// <summary>The cursor that <see cref="Resume"/> reads.</summary>
    public static string CursorOf(string status, string? inIt) => $"{status}.{inIt}";

    /// <summary>Whether those of this status have no task yet, so that to cancel them saves what they would cost.</summary>
    public static bool Saves(string status) => status is "accepted" or "submitting";

    /// <summary>A sum for each currency.</summary>
    public static IReadOnlyList<Money> Sums(IEnumerable<LedgerAmount> amounts) =>
    [
        .. amounts.GroupBy(amount => amount.Currency).OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => new LedgerAmount(group.Sum(amount => amount.Amount), group.Key).ToMoney()),
    ];

    private static IResult Wrong(string pointer, string message) => Problems.BadRequest(Problems.Error("cancel.filter", pointer, message));
}
