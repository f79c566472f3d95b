using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Wan.Hosting.Tracing;
using Wan.Storage;

namespace Wan.Intake.Views;

/// <summary>
/// What lists show of a generation: who asked for what, how far it is, what it cost, and where the video is or why there is none. It is taken from the JSON that
/// is stored, whose parts are shown as they stand there: a list shows hundreds, and to make objects of all that each knows would be most of the work.
/// </summary>
internal sealed partial class GenerationSummary
{
    // As deep as IntakeJson writes.
    private static readonly JsonReaderOptions Deep = new() { MaxDepth = 128 };

    // The names of what is written around the parts; the longest trace id and status are in it.
    private const int Around = 600;

    private static readonly (byte[] Name, JsonTokenType Type)[] Known =
    [
        .. Enum.GetValues<Part>().Select(part => (Encoding.UTF8.GetBytes(part.ToString()), part switch
        {
            Part.Metadata or Part.Estimate or Part.Settled or Part.Video or Part.VideoDeletion or Part.Error => JsonTokenType.StartObject,
            Part.Orphans => JsonTokenType.StartArray,
            Part.VideoHold or Part.OnHold => JsonTokenType.True,
            _ => JsonTokenType.String,
        })),
    ];

    private static readonly Part[] Always = [Part.CorrelationId, Part.CurrentState, Part.CreatedAt, Part.UpdatedAt, Part.Tenant, Part.Model, Part.Priority];

    private readonly ReadOnlyMemory<byte> stored;
    private readonly Range[] parts = new Range[Known.Length];
    private readonly VideoDeletion? deletion;

    /// <param name="stored">A <see cref="Generation"/> as JSON, in UTF-8.</param>
    /// <exception cref="JsonException">It is none.</exception>
    public GenerationSummary(ReadOnlyMemory<byte> stored)
    {
        this.stored = stored;
        Need(Utf8.IsValid(stored.Span), "UTF-8");
        var reader = new Utf8JsonReader(stored.Span, Deep);
        Need(reader.Read() && reader.TokenType == JsonTokenType.StartObject, "a generation");
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var known = IndexOf(reader.ValueSpan);
            reader.Read();
            var (type, begin) = (reader.TokenType, (int)reader.TokenStartIndex);
            reader.Skip();
            if (known < 0)
                continue;
            var isThere = type is not (JsonTokenType.Null or JsonTokenType.False);
            Need(!isThere || type == Known[known].Type, ((Part)known).ToString());
            parts[known] = isThere ? begin..(int)reader.BytesConsumed : default;
        }

        reader.Read(); // Nothing may follow.
        foreach (var part in Always)
            Need(Has(part), part.ToString());
        Need(Ascii.IsValid(Of(Part.CurrentState)), nameof(Part.CurrentState));
        Need(!Has(Part.Video) || Of(Part.Video).Contains((byte)':'), nameof(Part.Video));
        if (Has(Part.VideoDeletion))
            deletion = JsonSerializer.Deserialize(Of(Part.VideoDeletion), IntakeJson.Default.VideoDeletion);
    }

    /// <summary>Of a generation that is in memory.</summary>
    public static GenerationSummary Of(Generation generation) => new(JsonSerializer.SerializeToUtf8Bytes(generation, IntakeJson.Default.Generation));

    // Those of Generation, by its names.
    private enum Part
    {
        CorrelationId, CurrentState, Model, CreatedAt, UpdatedAt, ClientRequestId, Tenant, Priority, TaskId, TraceParent, Metadata, Estimate, Settled, Orphans,
        Video, VideoHold, VideoDeletion, Error, OnHold, UrlExpiresAt,
    }

    /// <summary>Its id.</summary>
    public string Id => Encoding.UTF8.GetString(Inside(Part.CorrelationId)); // A UUID: nothing of it is escaped.

    /// <summary>Where a page ends that ends with it.</summary>
    public PageCursor Place => new(Value(Part.CreatedAt).GetDateTimeOffset().UtcTicks, Id);

    /// <summary>How many bytes <see cref="Write"/> takes at most.</summary>
    /// <param name="address">As there.</param>
    public int MaxLength(ReadOnlySpan<byte> address)
    {
        var length = Around + (3 * address.Length) + (6 * (deletion?.Reason.Length ?? 0));
        foreach (var part in parts)
            length += part.End.Value - part.Start.Value;
        return length + (3 * Of(Part.CorrelationId).Length);
    }

    /// <summary>Writes it as JSON, with the names of <see cref="GenerationView"/>.</summary>
    /// <param name="json">Where to.</param>
    /// <param name="address">Below which the doors are known, as the inside of a JSON string; empty for a path.</param>
    /// <param name="status">The state to show; null for that which it is in.</param>
    public void Write(ref JsonBytes json, ReadOnlySpan<byte> address, string? status = null)
    {
        json.Add("{\"id\":"u8, Of(Part.CorrelationId));
        if (status is null)
        {
            json.Add(",\"status\":"u8);
            json.AddLower(Of(Part.CurrentState));
        }
        else
        {
            json.AddWord(",\"status\":"u8, status);
        }

        json.Add(",\"model\":"u8, Of(Part.Model));
        json.Add(",\"created_at\":"u8, Of(Part.CreatedAt));
        json.Add(",\"updated_at\":"u8, Of(Part.UpdatedAt));
        Add(ref json, ",\"client_request_id\":"u8, Part.ClientRequestId);
        json.Add(",\"tenant\":"u8, Of(Part.Tenant));
        json.Add(",\"priority\":"u8, Of(Part.Priority));
        Add(ref json, ",\"task_id\":"u8, Part.TaskId);
        if (Has(Part.TraceParent) && TraceOrigin.Read(Encoding.UTF8.GetString(Inside(Part.TraceParent)), null)?.TraceId is { } trace)
            json.AddWord(",\"trace_id\":"u8, trace);
        WriteLinks(ref json, address);
        Add(ref json, ",\"metadata\":"u8, Part.Metadata);
        WriteCost(ref json);
        WriteVideo(ref json, address);
        Add(ref json, ",\"error\":"u8, Part.Error);
        if (IsArchiving)
            Add(ref json, ",\"result_expires_at\":"u8, Part.UrlExpiresAt);
        Add(ref json, ",\"on_hold\":"u8, Part.OnHold);
        json.Add("}"u8);
    }

    private void WriteLinks(ref JsonBytes json, ReadOnlySpan<byte> address)
    {
        json.Add(",\"links\":{\"self\":\""u8, address);
        json.Add("/v1/generations/"u8, Inside(Part.CorrelationId));
        json.Add("\",\"events\":\""u8, address);
        json.Add("/v1/generations/"u8, Inside(Part.CorrelationId));
        json.Add("/events\"}"u8);
    }

    private void WriteCost(ref JsonBytes json)
    {
        if (!Has(Part.Estimate))
            return;
        json.Add(",\"cost\":{\"estimated\":"u8, Of(Part.Estimate));
        Add(ref json, ",\"settled\":"u8, Part.Settled);
        if (Of(Part.Orphans).Contains((byte)'{'))
            json.Add(",\"orphaned\":"u8, Of(Part.Orphans));
        json.Add("}"u8);
    }

    private void WriteVideo(ref JsonBytes json, ReadOnlySpan<byte> address)
    {
        if (!Has(Part.Video))
            return;
        json.Add(",\"video\":{\"url\":\""u8, address);
        json.Add("/v1/generations/"u8, Inside(Part.CorrelationId));
        json.Add("/video\","u8, Inside(Part.Video));
        if (Has(Part.VideoHold))
            json.Add(",\"hold\":true"u8);
        if (deletion is not null)
        {
            json.Add(",\"deleted_at\":"u8, JsonSerializer.SerializeToUtf8Bytes(deletion.At, IntakeJson.Default.DateTimeOffset));
            json.Add(",\"deletion_reason\":"u8, JsonSerializer.SerializeToUtf8Bytes(deletion.Reason, IntakeJson.Default.String));
        }

        json.Add("}"u8);
    }

    private void Add(ref JsonBytes json, ReadOnlySpan<byte> name, Part part)
    {
        if (Has(part))
            json.Add(name, Of(part));
    }

    private bool Has(Part part) => parts[(int)part].End.Value > 0;

    private ReadOnlySpan<byte> Of(Part part) => stored.Span[parts[(int)part]];

    private Utf8JsonReader Value(Part part)
    {
        var reader = new Utf8JsonReader(Of(part), Deep);
        reader.Read();
        return reader;
    }

    // Without its quotation marks or braces.
    private ReadOnlySpan<byte> Inside(Part part) => Of(part)[1..^1];

    private static int IndexOf(ReadOnlySpan<byte> name)
    {
        for (var index = 0; index < Known.Length; index++)
        {
            if (name.SequenceEqual(Known[index].Name))
                return index;
        }

        return -1;
    }

    private static void Need(bool isSo, string what)
    {
        if (!isSo)
            throw new JsonException($"It has no {what}, or not as it should be.");
    }
}
