using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace Wan.EndToEnd.Tests;

/// <summary>A span as it came over OTLP.</summary>
/// <param name="Service">Which service sent it.</param>
/// <param name="TraceId">32 hexadecimal digits.</param>
/// <param name="Id">16 hexadecimal digits.</param>
/// <param name="ParentId">The same; empty for none.</param>
/// <param name="State">The <c>tracestate</c>.</param>
/// <param name="Name">Its name.</param>
/// <param name="Start">When it began.</param>
/// <param name="End">When it ended.</param>
/// <param name="Attributes">Its attributes, as text.</param>
/// <param name="IsError">Whether it says that something went wrong.</param>
internal sealed record OtlpSpan(
    string Service, string TraceId, string Id, string ParentId, string State, string Name, DateTimeOffset Start, DateTimeOffset End,
    IReadOnlyDictionary<string, string> Attributes, bool IsError)
{
    /// <summary>An attribute; null for none.</summary>
    public string? this[string attribute] => Attributes.GetValueOrDefault(attribute);
}

/// <summary>
/// Reads what the exporter writes: protobuf's wire format, and of https://github.com/open-telemetry/opentelemetry-proto (trace.proto, common.proto) the
/// fields that a trace viewer needs.
/// </summary>
internal static class OtlpSpans
{
    /// <summary>The spans of an <c>ExportTraceServiceRequest</c>.</summary>
    public static IEnumerable<OtlpSpan> Read(byte[] request) =>
        from resourceSpans in Messages(request, 1)
        let service = Attributes(Messages(resourceSpans, 1).SelectMany(resource => Messages(resource, 1)))["service.name"]
        from scopeSpans in Messages(resourceSpans, 2)
        from span in Messages(scopeSpans, 2)
        select ReadSpan(service, span);

    private static OtlpSpan ReadSpan(string service, ReadOnlyMemory<byte> span)
    {
        var fields = Fields(span).ToLookup(field => field.Number, field => field);
        return new OtlpSpan(
            service, Hex(1), Hex(2), Hex(4), Text(fields[3].Select(field => field.Bytes).FirstOrDefault()), Text(fields[5].Single().Bytes), Time(7), Time(8),
            Attributes(fields[9].Select(field => field.Bytes)), fields[15].Any(status => Fields(status.Bytes).Any(field => field is { Number: 3, Value: 2 })));

        string Hex(int number) => Convert.ToHexStringLower(fields[number].Select(field => field.Bytes).FirstOrDefault().Span);
        DateTimeOffset Time(int number) => DateTimeOffset.UnixEpoch.AddTicks((long)(fields[number].Single().Value / 100));
    }

    private static Dictionary<string, string> Attributes(IEnumerable<ReadOnlyMemory<byte>> pairs) => pairs.ToDictionary(
        pair => Text(Messages(pair, 1).Single()),
        pair => Messages(pair, 2).SelectMany(Fields).Select(value => value.Number switch
        {
            1 => Text(value.Bytes),
            4 => BitConverter.UInt64BitsToDouble(value.Value).ToString(CultureInfo.InvariantCulture),
            _ => ((long)value.Value).ToString(CultureInfo.InvariantCulture),
        }).FirstOrDefault(""));

    private static string Text(ReadOnlyMemory<byte> bytes) => Encoding.UTF8.GetString(bytes.Span);

    private static IEnumerable<ReadOnlyMemory<byte>> Messages(ReadOnlyMemory<byte> message, int number) =>
        Fields(message).Where(field => field.Number == number).Select(field => field.Bytes);

    // https://protobuf.dev/programming-guides/encoding/
    private static IEnumerable<(int Number, ulong Value, ReadOnlyMemory<byte> Bytes)> Fields(ReadOnlyMemory<byte> message)
    {
        while (message.Length > 0)
        {
            var tag = Varint(ref message);
            var (number, value, bytes) = ((int)(tag >> 3), 0UL, ReadOnlyMemory<byte>.Empty);
            switch (tag & 7)
            {
                case 0:
                    value = Varint(ref message);
                    break;
                case 1:
                    value = BinaryPrimitives.ReadUInt64LittleEndian(message.Span);
                    message = message[8..];
                    break;
                case 5:
                    value = BinaryPrimitives.ReadUInt32LittleEndian(message.Span);
                    message = message[4..];
                    break;
                case 2:
                    var length = (int)Varint(ref message);
                    (bytes, message) = (message[..length], message[length..]);
                    break;
                default:
                    throw new InvalidDataException($"No wire type {tag & 7}.");
            }

            yield return (number, value, bytes);
        }
    }

    private static ulong Varint(ref ReadOnlyMemory<byte> message)
    {
        var value = 0UL;
        for (var shift = 0; ; shift += 7)
        {
            var part = message.Span[0];
            message = message[1..];
            value |= (ulong)(part & 0x7F) << shift;
            if (part < 0x80)
                return value;
        }
    }
}
