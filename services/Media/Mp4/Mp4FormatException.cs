namespace Wan.Media.Mp4;

/// <summary>The bytes are no whole MP4 file. Never leaves <see cref="Mp4Reader"/>.</summary>
internal sealed class Mp4FormatException(string message) : Exception(message);
