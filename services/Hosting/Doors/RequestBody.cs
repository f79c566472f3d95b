using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;

namespace Wan.Hosting.Doors;

/// <summary>What bodies the HTTP door reads: JSON in UTF-8, as it is.</summary>
public static class RequestBody
{
    private const int SmallBody = 4 * 1024;

    /// <summary>Null, or the problem document that says why such a body is not read.</summary>
    public static IResult? RefuseType(HttpRequest request)
    {
        if (!request.HasJsonContentType())
            return DoorProblems.NotJson("header.content_type", $"The Content-Type is '{request.ContentType}', not application/json.");
        var charset = MediaTypeHeaderValue.Parse(request.ContentType).Charset;
        if (charset.HasValue && !HeaderUtilities.RemoveQuotes(charset).Equals("utf-8", StringComparison.OrdinalIgnoreCase))
            return DoorProblems.NotJson("header.content_type", $"The charset is '{charset}'; JSON comes in UTF-8.");
        var encoding = request.Headers.ContentEncoding.ToString();
        if (encoding.Length == 0 || encoding.Equals("identity", StringComparison.OrdinalIgnoreCase))
            return null;
        request.HttpContext.Response.Headers.AcceptEncoding = "identity"; // RFC 9110, 12.5.3: what a 415 would have been read as.
        return DoorProblems.NotJson("header.content_encoding", $"The Content-Encoding is '{encoding}'; bodies are read uncompressed.");
    }

    /// <summary>
    /// Whether a body is announced as longer than its door takes. It is to be refused unread: what still comes of it, the server reads and forgets for
    /// some seconds, so that whoever is still sending comes to read the answer, and not of a broken connection.
    /// </summary>
    public static bool IsTooLong(HttpRequest request, long limit)
    {
        if (!(request.ContentLength > limit))
            return false;
        LeaveLengthToDoor(request.HttpContext);
        return true;
    }

    /// <summary>Leaves it to the door to count a body's bytes, so that what is too long is answered by the door, and not by the server with a broken connection.</summary>
    public static void LeaveLengthToDoor(HttpContext context)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
            size.MaxRequestBodySize = null;
    }

    /// <summary>Reads what of a body has come.</summary>
    /// <returns>How many bytes; 0 at its end.</returns>
    /// <exception cref="BadHttpRequestException">It is badly cut, which the server tells in two ways.</exception>
    public static async ValueTask<int> ReadSomeAsync(this HttpRequest request, Memory<byte> buffer, CancellationToken cancellationToken)
    {
        try
        {
            return await request.Body.ReadAsync(buffer, cancellationToken);
        }
        catch (IOException exception) when (exception is not BadHttpRequestException)
        {
            throw new BadHttpRequestException("The body is badly cut, or ends too early.", StatusCodes.Status400BadRequest, exception);
        }
    }

    /// <summary>Reads a small body.</summary>
    /// <returns>The body, or null where there is none, or the problem document that says which field is wrong.</returns>
    public static async Task<(T? Body, IResult? Problem)> ReadBodyAsync<T>(
        this HttpRequest request, JsonTypeInfo<T> type, CancellationToken cancellationToken) where T : class
    {
        LeaveLengthToDoor(request.HttpContext);
        var buffer = new byte[SmallBody + 1];
        var length = 0;
        for (var read = 1; read > 0 && length < buffer.Length; length += read)
            read = await request.ReadSomeAsync(buffer.AsMemory(length), cancellationToken);
        if (length == 0)
            return (null, null);
        if (RefuseType(request) is { } refusal)
            return (null, refusal);
        if (length > SmallBody)
            return (null, DoorProblems.TooLarge(SmallBody));
        try
        {
            return (JsonSerializer.Deserialize(buffer.AsSpan(0, length), type), null);
        }
        catch (JsonException exception)
        {
            var pointer = (exception.Path ?? "$").TrimStart('$').Replace('.', '/');
            var fields = string.Join(" and ", type.Properties.Select(property => property.Name));
            return (null, DoorProblems.BadRequest(
                $"{(pointer.Length == 0 ? "The body" : pointer)} is not as documented. The body is a JSON object that may have {fields}.",
                DoorProblems.Error("body.wrong_type", pointer, $"The body is a JSON object that may have {fields}.")));
        }
    }
}
