namespace Wan.Simulator.Requests;

/// <summary>
/// Paid seconds of input video: each counts up to a cap that depends on how many references share the 5 seconds. On 2.7 only reference
/// videos share them, on 2.6 images too.
/// </summary>
internal static class InputVideoBilling
{
    private static readonly double[] Caps = [5, 5, 2.5, 1.65, 1.25, 1];

    public static double Seconds(int videos, int sharing, TimeSpan eachVideo) =>
        Math.Round(videos * Math.Min(eachVideo.TotalSeconds, Caps[Math.Clamp(sharing, 0, 5)]), 3);
}
