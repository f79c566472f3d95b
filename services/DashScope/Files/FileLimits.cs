namespace Wan.DashScope.Files;

/// <summary>What a family's images, videos and sounds may be, where a file's own headers tell. What is not given is no limit.</summary>
public sealed record FileLimits
{
    /// <summary>Images.</summary>
    public FileLimit? Image { get; init; }

    /// <summary>Videos.</summary>
    public FileLimit? Video { get; init; }

    /// <summary>Voices.</summary>
    public FileLimit? Audio { get; init; }

    /// <summary>Those of a kind.</summary>
    public FileLimit? Of(Media.FileKind kind) => kind switch { Media.FileKind.Image => Image, Media.FileKind.Video => Video, _ => Audio };
}

/// <summary>What one kind may be.</summary>
public sealed record FileLimit
{
    /// <summary>Bytes at most.</summary>
    public long? MaxBytes { get; init; }

    /// <summary>Pixels of each side at least.</summary>
    public int? MinSide { get; init; }

    /// <summary>Pixels of each side at most.</summary>
    public int? MaxSide { get; init; }

    /// <summary>How many times longer one side may be than the other.</summary>
    public double? MaxRatio { get; init; }

    /// <summary>Seconds at least.</summary>
    public decimal? MinSeconds { get; init; }

    /// <summary>Seconds at most.</summary>
    public decimal? MaxSeconds { get; init; }

    /// <summary>Seconds at most of all of them together.</summary>
    public decimal? MaxTotalSeconds { get; init; }

    /// <summary>The vendor does not take images with transparency.</summary>
    public bool? Opaque { get; init; }
}
