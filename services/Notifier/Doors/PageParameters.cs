using System.Globalization;
using Wan.Hosting.Doors;

namespace Wan.Notifier.Doors;

/// <summary>The parameters of pages.</summary>
internal static class PageParameters
{
    private const int DefaultLimit = 50, MaxLimit = 200;

    /// <summary>Reads how many a page is to have.</summary>
    public static bool TryRead(string? limit, out int size, out IResult? problem)
    {
        (size, problem) = (DefaultLimit, null);
        if (limit is null || (int.TryParse(limit, NumberStyles.None, CultureInfo.InvariantCulture, out size) && size is >= 1 and <= MaxLimit))
            return true;
        problem = DoorProblems.BadRequest(DoorProblems.Error("query.limit", "/limit", $"limit must be 1 to {MaxLimit}, not '{limit}'."));
        return false;
    }

    /// <summary>Reads a time.</summary>
    public static bool TryRead(string name, string? text, out DateTimeOffset? time, out IResult? problem)
    {
        (time, problem) = (null, null);
        if (text is null)
            return true;
        if (DateTimeOffset.TryParseExact(text, ["yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var read)
            && (text.EndsWith('Z') || text.Length > 6 && text[^6] is '+' or '-'))
        {
            time = read;
            return true;
        }

        problem = DoorProblems.BadRequest(DoorProblems.Error($"query.{name}", $"/{name}", $"{name} must be a time of ISO 8601 with its offset, such as 2026-11-30T09:00:00Z (write + as %2B), not '{text}'."));
        return false;
    }

    /// <summary>The cursor is none.</summary>
    public static IResult WrongCursor() => DoorProblems.BadRequest(DoorProblems.Error("query.cursor", "/cursor", "cursor must be the 'next' of an earlier page, as it was given."));
}
