namespace Wan.Media;

/// <summary>The bytes are no whole file of the format that they begin as. Never leaves <see cref="MediaReader"/>.</summary>
internal sealed class MediaFormatException(string message) : Exception(message);
