using System.Text;
using System.Text.Unicode;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;
using Wan.DashScope.Requests;
using Wan.Hosting.Doors.Access;
using Wan.Intake.Doors;
using Wan.Intake.Files;

namespace Wan.Intake.Gateway.OpenAi;

/// <summary>
/// Reads requests that come as a form (multipart/form-data), which is how OpenAI's own clients send them: its fields as JSON, and the file of <c>input_reference</c> received as
/// <c>POST /v1/files</c> does and named by its id.
/// </summary>
internal sealed class VideoForms(FileUploads uploads)
{
    // Of all fields together; a prompt has some thousand characters. And of fields.
    private const int FieldBytes = 64 * 1024, MaxFields = 200;

    /// <summary>Whether a request is one.</summary>
    public static bool IsForm(HttpRequest request) =>
        MediaTypeHeaderValue.TryParse(request.ContentType, out var type) && type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase);

    /// <summary>Reads one.</summary>
    /// <returns>Its fields as a JSON body; or the answer that says why there is none.</returns>
    public async Task<(HeldBody? Body, IResult? Problem)> ReadAsync(HttpContext context, CancellationToken cancellationToken)
    {
        if (IncomingFile.RefuseEncoding(context.Request) is { } encoded)
            return (null, encoded);
        var boundary = HeaderUtilities.RemoveQuotes(MediaTypeHeaderValue.Parse(context.Request.ContentType).Boundary).Value;
        if (boundary is not { Length: > 0 and <= 200 })
            return (null, Wrong("The Content-Type has no boundary."));
        uploads.Bound(context, FieldBytes);
        var form = new MultipartReader(boundary, context.Request.Body) { HeadersCountLimit = 8, HeadersLengthLimit = 4096 };
        try
        {
            return await ReadAsync(context, form, cancellationToken);
        }
        catch (Exception exception) when (exception is (IOException and not BadHttpRequestException) or InvalidDataException)
        {
            return (null, Wrong("It is badly cut, or has headers that are too long."));
        }
    }

    private async Task<(HeldBody? Body, IResult? Problem)> ReadAsync(HttpContext context, MultipartReader form, CancellationToken cancellationToken)
    {
        var (fields, left) = (new FormFields(), FieldBytes);
        for (var count = 0; await form.ReadNextSectionAsync(cancellationToken) is { } section; count++)
        {
            if (count == MaxFields)
                return (null, Wrong($"It has more than {MaxFields} fields."));
            if (!ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out var disposition) || HeaderUtilities.RemoveQuotes(disposition.Name).Value is not { Length: > 0 } name)
                return (null, Wrong("One of its parts has no name."));
            if (disposition.IsFileDisposition())
            {
                if (name != VideoRequest.InputReference)
                    return (null, Problems.BadRequest(Problems.Error("multipart.wrong", $"/{name}", $"The file {name} is not expected: a form has one, as {VideoRequest.InputReference}.")));
                var (url, problem) = await ReceiveAsync(context, section, disposition, fields.Tenant, cancellationToken);
                if (url is null)
                    return (null, problem);
                if (!fields.Add(name, url))
                    return (null, Problems.BadRequest(Problems.Error("multipart.wrong", $"/{name}", $"The field {name} stands there twice: a form has one. Further references go into media, or reference_urls.")));
                continue;
            }

            if (await ReadTextAsync(section.Body, left, cancellationToken) is not { } text)
                return (null, Problems.TooLarge(FieldBytes));
            left -= text.Length;
            if (!Utf8.IsValid(text))
                return (null, Problems.BadRequest(Problems.Error("body.not_utf8", $"/{name}", $"The field {name} is not valid UTF-8.")));
            if (!fields.Add(name, Encoding.UTF8.GetString(text)))
                return (null, Problems.BadRequest(Problems.Error("multipart.wrong", $"/{name}", $"The field {name} stands there twice, or does not fit the others: one of them is a text, and one an object or a list.")));
        }

        return (HeldBody.Small with { Bytes = fields.ToJson() }, null);
    }

    private async Task<(string? Url, IResult? Problem)> ReceiveAsync(
        HttpContext context, MultipartSection section, ContentDispositionHeaderValue disposition, string? named, CancellationToken cancellationToken)
    {
        var requester = context.Requester();
        if (named is not null && !requester.Sees(named))
            return (null, Problems.OtherTenant(requester.OnlyTenant!));
        var tenant = named is not null && TenantName.IsOne(named) ? named : requester.Tenant ?? Acceptance.DefaultTenant;
        var incoming = IncomingFile.Of(section, disposition);
        var (file, _, problem) = await uploads.TakeAsync(
            context, tenant, context.Requester().OnlyTenant, _ => Task.FromResult<(IncomingFile?, IResult?)>((incoming, null)), cancellationToken, FieldBytes);
        return (file?.Url, problem);
    }

    private static async Task<byte[]?> ReadTextAsync(Stream body, int most, CancellationToken cancellationToken)
    {
        var buffer = new byte[most + 1];
        var length = await body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
        return length > most ? null : buffer[..length];
    }

    private static IResult Wrong(string what) => Problems.BadRequest(Problems.Error("multipart.wrong", "", $"The form can't be read. {what}"));
}
