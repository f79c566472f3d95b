using System.Text;
using System.Text.Json;
using Wan.Intake.Views;

namespace Wan.Intake.Events;

/// <summary>One event as it stands on the wire, the same bytes for all who hear it.</summary>
/// <param name="GenerationId">Whose it is; null for a sign of life.</param>
/// <param name="Type">Its name; null for a sign of life.</param>
/// <param name="Bytes">With the empty line at its end.</param>
internal sealed record EventFrame(string? GenerationId, string? Type, ReadOnlyMemory<byte> Bytes)
{
    private const int Around = 400;

    /// <summary>An event. All of it is of now, but for the change's own state and time.</summary>
    public static EventFrame Of(string id, string generationId, StateChange change, GenerationSummary summary, ReadOnlySpan<byte> address)
    {
        var type = EventTypes.Of(change.Status);
        var buffer = new byte[Around + id.Length + (2 * type.Length) + summary.MaxLength(address)];
        var frame = new JsonBytes(buffer);
        frame.Add("id: "u8);
        frame.AddAscii(id);
        frame.Add("\nevent: "u8);
        frame.AddAscii(type);
        frame.AddWord("\ndata: {\"type\":"u8, type);
        frame.Add(",\"timestamp\":"u8, JsonSerializer.SerializeToUtf8Bytes(change.At, IntakeJson.Default.DateTimeOffset));
        frame.Add(",\"change\":"u8);
        frame.AddAscii(change.Number.ToString(System.Globalization.CultureInfo.InvariantCulture));
        frame.Add(",\"data\":"u8);
        summary.Write(ref frame, address, change.Status);
        frame.Add("}\n\n"u8);
        return new EventFrame(generationId, type, buffer.AsMemory(0, frame.Length));
    }

    /// <summary>A comment that keeps the connection open. An id without an event moves on what the client names when it comes again.</summary>
    public static EventFrame SignOfLife(string? id) => new(null, null, Encoding.ASCII.GetBytes(id is null ? ": \n\n" : $": \nid: {id}\n\n"));

    /// <summary>What a stream begins with, whether or not there is an event yet.</summary>
    public static EventFrame Begin(string? id) => new(null, null, Encoding.ASCII.GetBytes(id is null ? ": events\nretry: 2000\n\n" : $": events\nretry: 2000\nid: {id}\n\n"));
}
