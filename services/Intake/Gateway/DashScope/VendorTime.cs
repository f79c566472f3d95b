using System.Globalization;

namespace Wan.Intake.Gateway.DashScope;

/// <summary>Times as the vendor tells and takes them: in UTC+8, without saying so. Pure.</summary>
internal static class VendorTime
{
    private static readonly TimeSpan Zone = TimeSpan.FromHours(8);

    /// <summary>Such as <c>2026-04-02 22:53:19.537</c>.</summary>
    public static string Text(DateTimeOffset at) => at.ToOffset(Zone).ToString("yyyy-MM-dd HH:mm:ss.fff", CultureInfo.InvariantCulture);

    /// <summary>Reads a bound of a list, such as <c>20260402225319</c>.</summary>
    public static bool TryParse(string text, out DateTimeOffset at)
    {
        var isOne = DateTime.TryParseExact(text, "yyyyMMddHHmmss", CultureInfo.InvariantCulture, DateTimeStyles.None, out var local) && local.Year is > 1900 and < 9000;
        at = isOne ? new DateTimeOffset(local, Zone).ToUniversalTime() : default;
        return isOne;
    }
}
