using System.Buffers;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Wan.Contracts;
using Wan.Hosting;

namespace Wan.Archiver;

/// <summary>The record beside a video: what was asked for, what came, and the trace that tells the rest.</summary>
internal sealed record ArchiveRecord
{
    // More than all that a record says beside its request.
    private const int RestOfRecord = 16 * 1024;

    public required string GenerationId { get; init; }

    public required string Tenant { get; init; }

    public required string Account { get; init; }

    public required string Model { get; init; }

    public required string TaskId { get; init; }

    public string? TraceId { get; init; }

    public RawJson? Request { get; init; }

    /// <summary>Why there is no request; a sentence.</summary>
    public string? RequestMissing { get; init; }

    public required ExpectedVideo Expected { get; init; }

    public VideoUsage? Usage { get; init; }

    /// <summary>The proof.</summary>
    public required ArchivedVideo Video { get; init; }

    /// <summary>The record of an archive whose video is proven.</summary>
    public static ArchiveRecord Of(Archive archive, ArchivedVideo video, ArchivedRequest request) => new()
    {
        GenerationId = archive.Id,
        Tenant = archive.Tenant,
        Account = archive.Account,
        Model = archive.Model,
        TaskId = archive.TaskId,
        TraceId = WanActivity.TraceId(archive.TraceParent),
        Request = request.Request,
        RequestMissing = request.Missing,
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
    public string Fingerprint() => Convert.ToHexStringLower(SHA256.HashData((this with { Video = Video with { ArchivedAt = default } }).ToJson().Span));

    public ReadOnlyMemory<byte> ToJson() => ToJson(this, Request, ArchiverJson.Default.ArchiveRecord);

    /// <summary>Writes a record that tells of a request, without a copy of that for each time that a buffer grows.</summary>
    public static ReadOnlyMemory<byte> ToJson<T>(T record, RawJson? request, JsonTypeInfo<T> type)
    {
        var buffer = new ArrayBufferWriter<byte>((request?.Utf8.Length ?? 0) + RestOfRecord);
        using var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { SkipValidation = true });
        JsonSerializer.Serialize(writer, record, type);
        writer.Flush();
        return buffer.WrittenMemory;
    }
}
