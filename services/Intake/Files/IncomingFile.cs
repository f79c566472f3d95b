using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace Wan.Intake.Files;

/// <summary>A file as a request brings it: as the body itself, or as the only part of a form.</summary>
/// <param name="Body">Its bytes.</param>
/// <param name="Name">As its sender calls it.</param>
/// <param name="MediaType">What its sender says that it is; null for nothing.</param>
/// <param name="Form">The form; null where the body is the file.</param>
internal sealed record IncomingFile(Stream Body, string? Name, string? MediaType, MultipartReader? Form)
{
    /// <summary>The part of a form that is the file.</summary>
    public const string Part = "file";

    private const string Undeclared = "application/octet-stream";

    // What curl sends with -d where nobody says what it is.
    private const string Urlencoded = "application/x-www-form-urlencoded";

    /// <summary>Opens it.</summary>
    /// <param name="request">The request.</param>
    /// <param name="name">What the address calls it; null for nothing.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>It, or the problem document.</returns>
    public static async Task<(IncomingFile? File, IResult? Problem)> OpenAsync(HttpRequest request, string? name, CancellationToken cancellationToken)
    {
        if (RefuseEncoding(request) is { } encoded)
            return (null, encoded);

        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type) || !type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase))
            return (new IncomingFile(request.Body, FileNames.Clean(name), Declared(type?.MediaType.Value), null), null);
        return HeaderUtilities.RemoveQuotes(type.Boundary).Value is { Length: > 0 and <= 200 } boundary
            ? await OpenPartAsync(new MultipartReader(boundary, request.Body) { HeadersCountLimit = 8, HeadersLengthLimit = 4096 }, name, cancellationToken)
            : (null, FileProblems.Form("The Content-Type has no boundary."));
    }

    /// <summary>A part of a form that a door reads itself.</summary>
    public static IncomingFile Of(MultipartSection section, ContentDispositionHeaderValue disposition, string? name = null, MultipartReader? form = null)
    {
        var given = disposition.FileNameStar.HasValue ? disposition.FileNameStar : HeaderUtilities.RemoveQuotes(disposition.FileName);
        var type = MediaTypeHeaderValue.TryParse(section.ContentType, out var parsed) ? parsed.MediaType.Value : null;
        return new(section.Body, FileNames.Clean(name ?? given.Value), Declared(type), form);
    }

    /// <summary>Null, or the problem document that says that compressed bodies are not read.</summary>
    public static IResult? RefuseEncoding(HttpRequest request)
    {
        if (request.Headers.ContentEncoding.ToString() is not { Length: > 0 } encoding || encoding.Equals("identity", StringComparison.OrdinalIgnoreCase))
            return null;
        request.HttpContext.Response.Headers.AcceptEncoding = "identity";
        return FileProblems.Encoded(encoding);
    }

    /// <summary>What follows it in the form, which must be nothing.</summary>
    /// <returns>Null, or the problem document.</returns>
    public async Task<IResult?> EndAsync(CancellationToken cancellationToken)
    {
        try
        {
            return Form is null || await Form.ReadNextSectionAsync(cancellationToken) is null ? null : FileProblems.Form("Something follows the file.");
        }
        catch (Exception exception) when (exception is (IOException and not BadHttpRequestException) or InvalidDataException)
        {
            return FileProblems.Form("It is badly cut.");
        }
    }

    private static async Task<(IncomingFile?, IResult?)> OpenPartAsync(MultipartReader reader, string? name, CancellationToken cancellationToken)
    {
        try
        {
            var section = await reader.ReadNextSectionAsync(cancellationToken);
            if (!ContentDispositionHeaderValue.TryParse(section?.ContentDisposition, out var disposition) || HeaderUtilities.RemoveQuotes(disposition.Name) != Part)
                return (null, FileProblems.Form("Its first part is not the file."));
            return (Of(section!, disposition, name, reader), null);
        }
        catch (Exception exception) when (exception is (IOException and not BadHttpRequestException) or InvalidDataException)
        {
            return (null, FileProblems.Form("It is badly cut, or has headers that are too long."));
        }
    }

    /// <summary>What its sender says that it is, by a media type; null where that says nothing.</summary>
    public static string? Declared(string? mediaType) =>
        string.IsNullOrEmpty(mediaType) || mediaType.Equals(Undeclared, StringComparison.OrdinalIgnoreCase) || mediaType.Equals(Urlencoded, StringComparison.OrdinalIgnoreCase) ? null : mediaType;
}
