using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Wan.Contracts;
using Wan.Hosting;

namespace Wan.Archiver;

/// <summary>The record beside a video: what was asked for, what came, and the trace that tells the rest.</summary>
internal sealed record ArchiveRecord
{
    public required string GenerationId { get; init; }

    public required string Tenant { get; init; }

    public required string Account { get; init; }

    public required string Model { get; init; }

    public required string TaskId { get; init; }

    public string? TraceId { get; init; }

    public JsonNode? Request { get; init; }

    public required ExpectedVideo Expected { get; init; }

    public VideoUsage? Usage { get; init; }

    /// <summary>The proof.</summary>
    public required ArchivedVideo Video { get; init; }

    /// <summary>The record of an archive whose video is proven.</summary>
    public static ArchiveRecord Of(Archive archive, ArchivedVideo video) => new()
    {
        GenerationId = archive.Id,
        Tenant = archive.Tenant,
        Account = archive.Account,
        Model = archive.Model,
        TaskId = archive.TaskId,
        TraceId = WanActivity.TraceId(archive.TraceParent),
        Request = ParseRequest(archive.Request),
        Expected = archive.Expected,
        Usage = archive.Usage,
        Video = video,
    };

    /// <summary>Reads one back; null if that is no record, such as one that was cut off.</summary>
    public static ArchiveRecord? Read(byte[] json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, ArchiverJson.Default.ArchiveRecord);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>
    /// SHA-256 of all it says but the time, 64 lower-case hexadecimal digits: two processes that archive the same video at once write the
    /// same but for that.
    /// </summary>
    public string Fingerprint() => Convert.ToHexStringLower(SHA256.HashData((this with { Video = Video with { ArchivedAt = default } }).ToJson()));

    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, ArchiverJson.Default.ArchiveRecord);

    /// <summary>The request for a record; as a text if it is no JSON.</summary>
    public static JsonNode? ParseRequest(string? request)
    {
        try
        {
            return request is null ? null : JsonNode.Parse(request);
        }
        catch (JsonException)
        {
            return JsonValue.Create(request);
        }
    }
}
