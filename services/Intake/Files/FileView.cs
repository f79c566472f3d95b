using System.Text.Json.Serialization;
using Wan.Media;

namespace Wan.Intake.Files;

/// <summary>A file as the doors show it.</summary>
internal sealed record FileView
{
    /// <summary>Its id, a UUID.</summary>
    [JsonPropertyName("id")]
    public required string Id { get; init; }

    /// <summary>How a request names it, wherever a URL can stand: <c>wan-file:</c> and the id.</summary>
    [JsonPropertyName("url")]
    public required string Url { get; init; }

    /// <summary>Whose it is.</summary>
    [JsonPropertyName("tenant")]
    public required string Tenant { get; init; }

    /// <summary>As its sender called it; absent if it was not called anything.</summary>
    [JsonPropertyName("name")]
    public string? Name { get; init; }

    /// <summary><c>image</c>, <c>video</c> or <c>audio</c>.</summary>
    [JsonPropertyName("kind")]
    public required string Kind { get; init; }

    /// <summary>Its media type by its content, such as <c>image/jpeg</c>.</summary>
    [JsonPropertyName("media_type")]
    public required string MediaType { get; init; }

    /// <summary>Its length.</summary>
    [JsonPropertyName("bytes")]
    public required long Bytes { get; init; }

    /// <summary>SHA-256 of it, 64 lower-case hexadecimal digits.</summary>
    [JsonPropertyName("sha256")]
    public required string Sha256 { get; init; }

    /// <summary>Pixels; absent of a sound.</summary>
    [JsonPropertyName("width")]
    public int? Width { get; init; }

    /// <summary>Pixels; absent of a sound.</summary>
    [JsonPropertyName("height")]
    public int? Height { get; init; }

    /// <summary>Seconds; absent of an image.</summary>
    [JsonPropertyName("duration")]
    public decimal? Duration { get; init; }

    /// <summary>When it came. ISO 8601, UTC.</summary>
    [JsonPropertyName("created_at")]
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it will be deleted, unless a request names it before. ISO 8601, UTC.</summary>
    [JsonPropertyName("expires_at")]
    public required DateTimeOffset ExpiresAt { get; init; }

    public static FileView Of(StoredFile file)
    {
        var format = FileFormat.All.First(format => format.Name == file.Format);
        return new FileView
        {
            Id = file.Id,
            Url = file.Url,
            Tenant = file.Tenant,
            Name = file.Name,
            Kind = format.Kind.ToString().ToLowerInvariant(),
            MediaType = format.MediaType,
            Bytes = file.Bytes,
            Sha256 = file.Sha256,
            Width = file.Width,
            Height = file.Height,
            Duration = file.Seconds,
            CreatedAt = file.CreatedAt,
            ExpiresAt = file.ExpiresAt,
        };
    }
}

/// <summary>A page of files, newest first.</summary>
internal sealed record FilePageView
{
    /// <summary>The files.</summary>
    [JsonPropertyName("items")]
    public required IReadOnlyList<FileView> Items { get; init; }

    /// <summary>Cursor of the next page; absent on the last.</summary>
    [JsonPropertyName("next")]
    public string? Next { get; init; }
}
