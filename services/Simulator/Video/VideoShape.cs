namespace Wan.Simulator.Video;

/// <summary>What a video is to look like.</summary>
/// <param name="Width">Pixels; with the height one of the sizes the models have.</param>
/// <param name="Height">Pixels.</param>
/// <param name="Seconds">Whole seconds, 1 or more.</param>
/// <param name="Sound">Whether there is a sound track.</param>
internal sealed record VideoShape(int Width, int Height, int Seconds, bool Sound);
