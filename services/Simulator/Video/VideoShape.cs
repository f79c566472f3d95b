using System.Text.Json.Serialization;

namespace Wan.Simulator.Video;

/// <summary>What a video is to look like.</summary>
/// <param name="Width">Pixels; with the height one of the sizes there are frames of.</param>
/// <param name="Height">Pixels.</param>
/// <param name="Seconds">How long it lasts; more than 0, and rounded to whole pictures.</param>
/// <param name="Sound">Whether there is a sound track.</param>
/// <param name="Fps">Pictures a second, 1 to 30.</param>
internal sealed record VideoShape(int Width, int Height, double Seconds, bool Sound, int Fps = VideoShape.MostFps)
{
    /// <summary>As many pictures a second as the frames are made for.</summary>
    public const int MostFps = 30;

    /// <summary>How many pictures it has; at least one.</summary>
    [JsonIgnore]
    public int Pictures => Math.Max((int)Math.Round(Seconds * Fps), 1);
}
