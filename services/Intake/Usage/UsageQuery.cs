using System.Globalization;
using Wan.Contracts;
using Wan.Intake.Doors;

namespace Wan.Intake.Usage;

/// <summary>Which usage is asked for.</summary>
/// <param name="From">First day (UTC).</param>
/// <param name="To">Last day.</param>
/// <param name="GroupBy">What is told apart, of <see cref="Groups"/>.</param>
/// <param name="Tenant">Whose; null for all.</param>
internal sealed record UsageQuery(DateOnly From, DateOnly To, IReadOnlyList<string> GroupBy, string? Tenant)
{
    /// <summary>Days that one may ask for at once.</summary>
    public const int MostDays = 400;

    private const string Format = "yyyy-MM-dd";

    /// <summary>What can be told apart.</summary>
    public static IReadOnlyList<string> Groups { get; } = ["day", "model", "tenant"];

    /// <summary>Reads it as it stands in an address.</summary>
    /// <returns>The query, or what is wrong with it.</returns>
    public static (UsageQuery? Query, Finding? Wrong) Read(string? from, string? to, string? groupBy, string? tenant, DateOnly today)
    {
        var (first, last) = (Day(from, today), Day(to, today));
        if (last is null)
            return (null, Wrong("to", $"to must be a day such as {today.ToString(Format, CultureInfo.InvariantCulture)}, not '{to}'."));
        if (first is null)
            return (null, Wrong("from", $"from must be a day such as {today.ToString(Format, CultureInfo.InvariantCulture)}, not '{from}'."));
        if (from is null)
            first = new DateOnly(last.Value.Year, last.Value.Month, 1);
        if (first > last)
            return (null, Wrong("from", $"from must not be later than to, which is {last.Value.ToString(Format, CultureInfo.InvariantCulture)}."));
        if (last.Value.DayNumber - first.Value.DayNumber >= MostDays)
            return (null, Wrong("from", $"At most {MostDays} days can be asked for at once."));
        var groups = groupBy is null ? ["day"] : groupBy.Split(',');
        if (groups.Any(group => !Groups.Contains(group)) || groups.Distinct().Count() != groups.Length)
            return (null, Wrong("group_by", $"group_by must be some of {string.Join(',', Groups)}, with commas between them, not '{groupBy}'."));
        return tenant is { Length: 0 or > 64 }
            ? (null, Wrong("tenant", "tenant must have 1 to 64 characters."))
            : (new UsageQuery(first.Value, last.Value, groups, tenant), null);
    }

    private static DateOnly? Day(string? text, DateOnly today) =>
        text is null ? today : DateOnly.TryParseExact(text, Format, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day.Year is > 1 and < 9999 ? day : null;

    private static Finding Wrong(string parameter, string message) => Problems.Error($"query.{parameter}", $"/{parameter}", message);
}
