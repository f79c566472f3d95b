using System.Globalization;

namespace Wan.DashScope.Wire;

/// <summary>The vendor writes times in UTC+8 without saying so, in every region.</summary>
internal static class VendorClock
{
    private static readonly TimeSpan Offset = TimeSpan.FromHours(8);

    public static DateTimeOffset FromVendor(DateTime local) => new DateTimeOffset(local, Offset).ToUniversalTime();

    /// <summary>As the list API takes it: <c>yyyyMMddHHmmss</c>.</summary>
    public static string ToListParameter(DateTimeOffset time) => time.ToOffset(Offset).ToString("yyyyMMddHHmmss", CultureInfo.InvariantCulture);
}
