using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Wan.Contracts;
using Wan.DashScope.Requests;
using Wan.Hosting;
using Wan.Hosting.Tracing;

namespace Wan.Archiver;

/// <summary>The record beside a video: what was asked for, what came, and the trace that tells the rest.</summary>
internal sealed record ArchiveRecord
{
    // Stands where the request belongs while all else is written.
    private static readonly RawJson Place = new("0"u8.ToArray());

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
        TraceId = WanTrace.TraceId(archive),
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
    public string Fingerprint() => Slices.Sha256((this with { Video = Video with { ArchivedAt = default } }).ToJson());

    public ReadOnlySequence<byte> ToJson() => ToJson(this with { Request = PlaceOf(Request) }, Request, ArchiverJson.Default.ArchiveRecord);

    /// <summary>Stands in a record that is given to <see cref="ToJson{T}"/> in place of its request; null if it has none.</summary>
    public static RawJson? PlaceOf(RawJson? request) => request is null ? null : Place;

    /// <summary>Writes a record that tells of a request, without a copy of that: it may be of many megabytes.</summary>
    /// <param name="record">Has <see cref="PlaceOf"/> in its property <c>request</c>.</param>
    /// <param name="request">What belongs there.</param>
    /// <param name="type">How the record is written.</param>
    public static ReadOnlySequence<byte> ToJson<T>(T record, RawJson? request, JsonTypeInfo<T> type)
    {
        ReadOnlyMemory<byte> json = JsonSerializer.SerializeToUtf8Bytes(record, type);
        if (request is null)
            return new ReadOnlySequence<byte>(json);
        var reader = new Utf8JsonReader(json.Span);
        while (reader.Read() && !(reader.CurrentDepth == 1 && reader.TokenType == JsonTokenType.PropertyName && reader.ValueTextEquals("request"u8)))
        {
        }

        reader.Read();
        return Slices.Join([json[..(int)reader.TokenStartIndex], request.Utf8, json[(int)reader.BytesConsumed..]]);
    }
}
