using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Wan.Simulator.Faults;

namespace Wan.Simulator.Endpoints;

/// <summary>An answer of the vendor's: JSON, with a request id in every one.</summary>
internal readonly record struct Answer(int Status, ReadOnlyMemory<byte> Body, string ContentType = "application/json")
{
    // The vendor writes Chinese as it is.
    private static readonly JsonWriterOptions Writing = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>How long it is held back.</summary>
    public TimeSpan Delay { get; init; }

    /// <summary>The connection is reset instead of answering.</summary>
    public bool Reset { get; init; }

    /// <summary>How wrong the vendor's clock is.</summary>
    public TimeSpan Skew { get; init; }

    public static string NewRequestId() => Guid.NewGuid().ToString();

    /// <summary>200 with one JSON object.</summary>
    public static Answer Ok(Action<Utf8JsonWriter> members) => Json(StatusCodes.Status200OK, members);

    public static implicit operator Answer(VendorError error) => Json(error.Status, json =>
    {
        json.WriteString("code", error.Code);
        json.WriteString("message", error.Message);
        json.WriteString("request_id", NewRequestId());
    });

    public static Answer Json(int status, Action<Utf8JsonWriter> members)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(buffer, Writing))
        {
            json.WriteStartObject();
            members(json);
            json.WriteEndObject();
        }

        return new Answer(status, buffer.WrittenMemory);
    }

    public async Task WriteAsync(HttpContext context)
    {
        if (Delay != TimeSpan.Zero && !await context.HoldAsync(Delay))
            return;

        if (Reset)
        {
            context.ResetConnection();
            return;
        }

        context.Response.StatusCode = Status;
        context.Response.ContentType = ContentType;
        context.Response.ContentLength = Body.Length;
        if (Skew != TimeSpan.Zero)
            context.Response.Headers.Date = (DateTimeOffset.UtcNow + Skew).ToString("R");
        await context.Response.Body.WriteAsync(Body, context.RequestAborted);
    }
}
