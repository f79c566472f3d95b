using System.Buffers;
using System.Text.Json;
using Wan.Contracts;
using Wan.Hosting;
using Wan.Hosting.Tracing;

namespace Wan.Archiver.Quarantine;

/// <summary>The record beside a file in quarantine: what was asked for, what came, and what is wrong with it.</summary>
internal sealed record QuarantineRecord
{
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

    public required Suspect Suspect { get; init; }

    public static QuarantineRecord Of(Archive archive, Suspect suspect, ArchivedRequest request) => new()
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
        Suspect = suspect,
    };

    /// <summary>Reads one back; null if that is no record, such as one that was cut off.</summary>
    public static QuarantineRecord? Read(byte[] json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, ArchiverJson.Default.QuarantineRecord);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public ReadOnlySequence<byte> ToJson() =>
        ArchiveRecord.ToJson(this with { Request = ArchiveRecord.PlaceOf(Request) }, Request, ArchiverJson.Default.QuarantineRecord);
}
