using System.Net.Http.Headers;
using Wan.DashScope.Wire;

namespace Wan.DashScope.Uploads;

/// <summary>The form that the vendor's storage takes: the policy's fields, and the file last. https://help.aliyun.com/zh/oss/developer-reference/postobject</summary>
internal static class UploadForm
{
    public static MultipartFormDataContent Of(UploadPolicy policy, string key, Stream content, string mediaType)
    {
        var boundary = $"wan-{Guid.NewGuid():N}";
        var form = new MultipartFormDataContent(boundary);
        form.Headers.ContentType = MediaTypeHeaderValue.Parse($"multipart/form-data; boundary={boundary}"); // Bare: some servers take the quotation marks for a part of it.
        Add(form, "OSSAccessKeyId", policy.AccessKeyId);
        Add(form, "Signature", policy.Signature);
        Add(form, "policy", policy.Policy);
        Add(form, "x-oss-object-acl", policy.Acl);
        Add(form, "x-oss-forbid-overwrite", policy.ForbidOverwrite);
        Add(form, "key", key);
        Add(form, "success_action_status", "200");
        Add(form, "x-oss-content-type", mediaType);
        var file = new FilePart(content);
        file.Headers.ContentType = new MediaTypeHeaderValue(mediaType);
        file.Headers.ContentDisposition = new ContentDispositionHeaderValue("form-data") { Name = "\"file\"", FileName = $"\"{key[(key.LastIndexOf('/') + 1)..]}\"" };
        form.Add(file);
        return form;
    }

    private static void Add(MultipartFormDataContent form, string name, string? value)
    {
        var part = new StringContent(value ?? "");
        part.Headers.ContentType = null;
        part.Headers.ContentDisposition = new ContentDispositionHeaderValue("form-data") { Name = $"\"{name}\"" };
        form.Add(part);
    }
}
