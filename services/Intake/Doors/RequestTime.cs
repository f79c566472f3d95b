using System.Globalization;

namespace Wan.Intake.Doors;

/// <summary>Times in requests (RFC 3339): one without its offset would be somebody's guess.</summary>
internal static class RequestTime
{
    private static readonly string[] Forms = ["yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd'T'HH:mmK"];

    /// <summary>Reads one as UTC; null if it is none.</summary>
    public static DateTimeOffset? Read(string? text) =>
        text is { Length: > 16 } && (text[^1] is 'Z' or 'z' || text[^6] is '+' or '-' or ' ')
        && DateTimeOffset.TryParseExact(text.Replace(' ', '+').ToUpperInvariant(), Forms, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal, out var time) // + in an address is a space.
            ? time
            : null;
}
