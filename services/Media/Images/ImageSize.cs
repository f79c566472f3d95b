namespace Wan.Media.Images;

/// <summary>What an image's header claims.</summary>
internal readonly record struct ImageSize(int Width, int Height, bool HasAlpha)
{
    /// <summary>Of numbers that may be larger than any honest one.</summary>
    public static ImageSize Of(long width, long height, bool hasAlpha = false) =>
        new((int)Math.Clamp(width, 0, int.MaxValue), (int)Math.Clamp(height, 0, int.MaxValue), hasAlpha);
}
