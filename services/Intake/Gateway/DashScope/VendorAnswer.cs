using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Wan.Hosting.Tracing;

namespace Wan.Intake.Gateway.DashScope;

/// <summary>An answer as the vendor writes it: one JSON object, with a <c>request_id</c> in it.</summary>
internal sealed class VendorAnswer(int status, Action<Utf8JsonWriter> members) : IResult, IStatusCodeHttpResult
{
    // The vendor writes Chinese, and the & of an address, as they are.
    private static readonly JsonWriterOptions Writing = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public int? StatusCode => status;

    public static VendorAnswer Ok(Action<Utf8JsonWriter> members) => new(StatusCodes.Status200OK, members);

    /// <summary>One that is not 200.</summary>
    public static VendorAnswer Error(int status, string code, string message) => new(status, json =>
    {
        json.WriteString("code", code);
        json.WriteString("message", message);
    });

    /// <summary>The trace of what this request is about, in the form of a UUID: the same digits, so that it leads to the trace.</summary>
    public static string RequestId(TraceOrigin? origin) => Guid.TryParseExact(origin?.TraceId, "N", out var id) && id != Guid.Empty ? id.ToString() : Guid.NewGuid().ToString();

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(buffer, Writing))
        {
            json.WriteStartObject();
            members(json);
            json.WriteString("request_id", RequestId(WanTrace.Origin));
            json.WriteEndObject();
        }

        var answer = httpContext.Response;
        (answer.StatusCode, answer.ContentType, answer.ContentLength) = (status, "application/json", buffer.WrittenCount);
        await answer.Body.WriteAsync(buffer.WrittenMemory, httpContext.RequestAborted);
    }
}
