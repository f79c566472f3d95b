using Wan.Simulator.Requests;

namespace Wan.Simulator.Tasks;

/// <summary>How long a task runs by what the vendor's samples tell of its model.</summary>
internal static class VendorTimes
{
    private const double Spread = 0.4;

    /// <summary>The spread of its time.</summary>
    /// <param name="fiveSeconds">Seconds for which a video of 5 seconds below 1080 runs.</param>
    /// <param name="request">The video.</param>
    public static TimeRange Of(double fiveSeconds, VideoRequest request) =>
        TimeRange.Around(TimeSpan.FromSeconds(fiveSeconds * (0.5 + (request.Shape.Seconds / 10)) * (request.Tier >= 1080 ? 1.5 : 1)), Spread);
}
