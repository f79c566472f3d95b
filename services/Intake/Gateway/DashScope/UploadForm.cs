using System.Text;
using System.Text.Unicode;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace Wan.Intake.Gateway.DashScope;

/// <summary>The form that a file is uploaded in: some small fields, and the file last. https://help.aliyun.com/zh/model-studio/get-temporary-file-url</summary>
/// <param name="Fields">The fields, by their names in any case.</param>
/// <param name="File">The part that is the file, not read yet; null if there is none.</param>
internal sealed record UploadForm(IReadOnlyDictionary<string, string> Fields, MultipartSection? File)
{
    private const int MostFields = 20, LongestField = 8 * 1024;

    /// <summary>A field; empty where it is missing.</summary>
    public string this[string name] => Fields.GetValueOrDefault(name, "");

    /// <summary>Reads it up to its file.</summary>
    /// <exception cref="InvalidDataException">It is no such form.</exception>
    /// <exception cref="BadHttpRequestException">It is badly cut, or too slow.</exception>
    public static async Task<UploadForm> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type) || HeaderUtilities.RemoveQuotes(type.Boundary).Value is not { Length: > 0 and <= 200 } boundary)
            throw new InvalidDataException("The body is no multipart/form-data with a boundary.");
        var fields = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        var reader = new MultipartReader(boundary, request.Body) { HeadersCountLimit = 8, HeadersLengthLimit = 4096 };
        try
        {
            while (await reader.ReadNextSectionAsync(cancellationToken) is { } section)
            {
                var name = ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out var disposition) ? HeaderUtilities.RemoveQuotes(disposition.Name).Value : null;
                if (name == "file")
                    return new(fields, section);
                if (name is null || fields.Count == MostFields)
                    throw new InvalidDataException($"It may have {MostFields} fields, each with a name, and the file behind them.");
                if (!fields.TryAdd(name, await ReadFieldAsync(section.Body, name, cancellationToken)))
                    throw new InvalidDataException($"The field {name} stands there twice.");
            }
        }
        catch (IOException exception) when (exception is not BadHttpRequestException)
        {
            throw new InvalidDataException("It is badly cut.", exception);
        }

        return new(fields, null);
    }

    private static async Task<string> ReadFieldAsync(Stream body, string name, CancellationToken cancellationToken)
    {
        var buffer = new byte[LongestField + 1];
        var length = await body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
        if (length > LongestField)
            throw new InvalidDataException($"The field {name} is too long.");
        return Utf8.IsValid(buffer.AsSpan(0, length)) ? Encoding.UTF8.GetString(buffer, 0, length) : throw new InvalidDataException($"The field {name} is no UTF-8.");
    }
}
