using System.Text.Json;
using static Wan.DashScope.Requests.RequestEnvelope;

namespace Wan.DashScope.Requests;

/// <summary>The latest that a generation may begin: a time with an offset that lies ahead, but not too far.</summary>
internal static class StartByRules
{
    private const int MostDaysAhead = 30;
    private const string Place = "/" + StartByField;

    public static DateTimeOffset? Read(JsonElement element, FindingList findings, DateTimeOffset now)
    {
        if (!element.IsGiven() || !Values.IsText(element, StartByField, Place, findings))
        {
            return null;
        }

        if (!element.TryGetDateTimeOffset(out var startBy) || !HasOffset(element.GetString()!))
        {
            findings.Error(
                "start_by.not_a_time",
                Place,
                $"start_by must be a time in ISO 8601 with its offset, such as {now:yyyy-MM-dd}T18:00:00Z or {now:yyyy-MM-dd}T18:00:00+08:00, but is {Describe.Value(element)}.");
            return null;
        }

        if (startBy <= now)
        {
            findings.Untimely("start_by.past", Place, $"start_by has passed: it is {startBy.UtcDateTime:u}, and now it is {now.UtcDateTime:u}. Name a later time, or leave it out.");
        }
        else if (startBy - now > TimeSpan.FromDays(MostDaysAhead))
        {
            findings.Untimely(
                "start_by.too_far", Place, $"start_by may be at most {MostDaysAhead} days ahead, but is {startBy.UtcDateTime:u}. Name an earlier time, or leave it out.");
        }

        return startBy.ToUniversalTime();
    }

    // Without one it would be read as of this host's time zone.
    private static bool HasOffset(string text) => text.IndexOf('T', StringComparison.Ordinal) is > 0 and var day && text.AsSpan(day).IndexOfAny('Z', '+', '-') > 0;
}
