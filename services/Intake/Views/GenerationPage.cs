using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Wan.Intake.Views;

/// <summary>A page of summaries as an answer.</summary>
/// <param name="items">The generations.</param>
/// <param name="next">Cursor of the next page; null if this is the last.</param>
/// <param name="publicUrl">Below which the doors are known; null if that is not said.</param>
internal sealed class GenerationPage(IReadOnlyList<GenerationSummary> items, string? next, Uri? publicUrl) : IResult
{
    // What stands around the summaries.
    private const int Around = 40;

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var address = JsonEncodedText.Encode(Generation.DoorsAt(publicUrl)).EncodedUtf8Bytes.ToArray();
        var cursor = next is null ? null : Encoding.UTF8.GetBytes(next); // Of letters, digits, - and _.
        var buffer = ArrayPool<byte>.Shared.Rent(Around + (cursor?.Length ?? 0) + items.Sum(item => item.MaxLength(address) + 1));
        try
        {
            var length = Write(buffer, address, cursor);
            httpContext.Response.ContentType = "application/json; charset=utf-8";
            httpContext.Response.ContentLength = length;
            await httpContext.Response.Body.WriteAsync(buffer.AsMemory(0, length), httpContext.RequestAborted);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private int Write(byte[] buffer, byte[] address, byte[]? cursor)
    {
        var json = new JsonBytes(buffer);
        json.Add("{\"items\":["u8);
        for (var index = 0; index < items.Count; index++)
        {
            if (index > 0)
                json.Add(","u8);
            items[index].Write(ref json, address);
        }

        json.Add("]"u8);
        if (cursor is not null)
        {
            json.Add(",\"next\":\""u8, cursor);
            json.Add("\""u8);
        }

        json.Add("}"u8);
        return json.Length;
    }
}
