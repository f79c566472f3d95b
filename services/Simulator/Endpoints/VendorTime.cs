using System.Globalization;

namespace Wan.Simulator.Endpoints;

/// <summary>Times as the vendor tells them: in UTC+8, without saying so.</summary>
internal static class VendorTime
{
    private const string ListFormat = "yyyyMMddHHmmss";
    private static readonly TimeSpan Zone = TimeSpan.FromHours(8);

    public static string Text(DateTimeOffset at) => at.ToOffset(Zone).ToString("yyyy-MM-dd HH:mm:ss.fff", CultureInfo.InvariantCulture);

    /// <summary>Reads a bound of a list, such as <c>20260402225319</c>.</summary>
    public static bool TryParse(string text, out DateTimeOffset at)
    {
        var read = DateTime.TryParseExact(text, ListFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out var local);
        at = read ? new DateTimeOffset(local, Zone) : default;
        return read;
    }
}
