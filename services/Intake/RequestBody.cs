using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Wan.Intake;

/// <summary>Reads small bodies of the HTTP door.</summary>
internal static class RequestBody
{
    /// <summary>The body, or null where there is none, or the problem document that says which field is wrong.</summary>
    public static async Task<(T? Body, IResult? Problem)> ReadBodyAsync<T>(
        this HttpRequest request, JsonTypeInfo<T> type, CancellationToken cancellationToken) where T : class
    {
        if (request.ContentLength is null or 0 && !request.HasJsonContentType())
            return (null, null);
        try
        {
            return (await JsonSerializer.DeserializeAsync(request.Body, type, cancellationToken), null);
        }
        catch (JsonException exception)
        {
            var pointer = (exception.Path ?? "$").TrimStart('$').Replace('.', '/');
            return (null, Problems.BadRequest(pointer, Problems.Error("body.wrong_type", pointer, "The body is not JSON of the documented form.")));
        }
        catch (BadHttpRequestException exception) when (exception.StatusCode == 413)
        {
            return (null, Problems.TooLarge(0));
        }
    }
}
