namespace Wan.Media;

/// <summary>What a file is to its viewer.</summary>
public enum FileKind
{
    /// <summary>A picture.</summary>
    Image,

    /// <summary>A video.</summary>
    Video,

    /// <summary>A sound.</summary>
    Audio,
}
