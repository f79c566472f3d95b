using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Wan.Archiver.Transfers;
using Wan.Intake.Transfers;

namespace Wan.Standalone.Transfers;

/// <summary>Writes generations as lines of JSON, the newest first: the document, its request, and what is known of its video.</summary>
internal sealed class Export(GenerationTransfer generations, ArchiveTransfer archives)
{
    private static readonly JsonWriterOptions Lean = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <summary>How many lines were written.</summary>
    public long Count { get; private set; }

    /// <summary>All that were accepted at this time or later are written; null if none is.</summary>
    public DateTimeOffset? Place { get; private set; }

    /// <summary>Writes them.</summary>
    public async Task WriteAsync(TransferOptions options, Stream output, CancellationToken cancellationToken)
    {
        var line = new ArrayBufferWriter<byte>();
        DateTimeOffset? last = null;
        await foreach (var generation in generations.ReadAsync(options.Tenant, options.Since, options.Before, cancellationToken))
        {
            if (generation.CreatedAt != last)
                Place = last;
            line.Clear();
            Write(line, generation, await archives.FindAsync(generation.Id, cancellationToken));
            await output.WriteAsync(line.WrittenMemory, cancellationToken);
            (last, Count) = (generation.CreatedAt, Count + 1);
        }

        Place = last ?? Place;
        await output.FlushAsync(cancellationToken);
    }

    private static void Write(ArrayBufferWriter<byte> line, TakenGeneration generation, byte[]? archive)
    {
        using (var writer = new Utf8JsonWriter(line, Lean))
        {
            writer.WriteStartObject();
            Write("generation", generation.Json);
            Write("request", generation.Request);
            Write("archive", archive);
            writer.WriteEndObject();

            void Write(string name, ReadOnlyMemory<byte>? json)
            {
                if (json is not { Length: > 0 } value)
                    return;
                writer.WritePropertyName(name);
                writer.WriteRawValue(value.Span, skipInputValidation: true);
            }
        }

        line.Write("\n"u8);
    }
}
