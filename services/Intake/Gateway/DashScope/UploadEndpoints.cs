using Microsoft.Extensions.Options;
using Wan.DashScope.Catalogue;
using Wan.Hosting;
using Wan.Hosting.Doors.Access;
using Wan.Intake.Doors;
using Wan.Intake.Files;
using Wan.Storage;

namespace Wan.Intake.Gateway.DashScope;

/// <summary>
/// <c>GET</c> and <c>POST /api/v1/uploads</c>: the vendor's temporary storage, in the place of which files are taken in as by <c>POST /v1/files</c>. Errors of its
/// second half have the codes of the vendor's object store (https://help.aliyun.com/zh/oss/developer-reference/postobject), in the form of all the others.
/// </summary>
internal static class UploadEndpoints
{
    private const int Megabyte = 1024 * 1024, LongestKey = 1024;

    public static IResult PolicyAsync(
        HttpContext context, UploadPolicies policies, ModelCatalogue catalogue, FileTypes types, IOptions<FilesOptions> options, PublicAddress address, string? action = null, string? model = null)
    {
        if (action != "getPolicy")
            return VendorErrors.Invalid("Required parameter(action) missing or invalid, please check the request parameters. It is getPolicy.");
        if (model is null || catalogue.Find(model) is null)
            return VendorErrors.Invalid($"Model not exist. The parameter model is one of {string.Join(", ", catalogue.Models)}.");
        try
        {
            var (policy, signature, folder) = policies.Make(context.Requester().Tenant ?? Acceptance.DefaultTenant, context.Requester().KeyId);
            return VendorAnswer.Ok(json =>
            {
                json.WriteStartObject("data");
                json.WriteString("policy", policy);
                json.WriteString("signature", signature);
                json.WriteString("upload_dir", folder);
                json.WriteString("upload_host", address.Of(context.Request) + DashScopeDoors.Uploads);
                json.WriteNumber("expire_in_seconds", (int)policies.Lifetime.TotalSeconds);
                json.WriteNumber("max_file_size_mb", types.Most / Megabyte);
                json.WriteNumber("capacity_limit_mb", options.Value.MaxBytes / Megabyte);
                json.WriteString("oss_access_key_id", "wan");
                json.WriteString("x_oss_object_acl", "private");
                json.WriteString("x_oss_forbid_overwrite", "true");
                json.WriteEndObject();
            });
        }
        catch (ConfigurationProblemException missing)
        {
            return Problems.NotConfigured(missing.Message);
        }
    }

    public static async Task<IResult> TakeAsync(
        HttpContext context, FileUploads uploads, UploadPolicies policies, IDocuments<UploadedKey> keys, TimeProvider time, CancellationToken cancellationToken)
    {
        if (IncomingFile.RefuseEncoding(context.Request) is { } encoded)
            return encoded;
        uploads.Bound(context);
        UploadForm form;
        try
        {
            form = await UploadForm.ReadAsync(context.Request, cancellationToken);
        }
        catch (InvalidDataException exception)
        {
            return VendorAnswer.Error(400, "MalformedPOSTRequest", exception.Message);
        }

        var (policy, key) = (await policies.ReadAsync(form["policy"], form["Signature"], cancellationToken), form["key"]);
        if (Refuse(policy, key, form) is { } refusal)
            return refusal;
        var incoming = new IncomingFile(form.File!.Body, FileNames.Clean(key), IncomingFile.Declared(form.File.ContentType), Form: null);
        var (file, _, problem) = await uploads.TakeAsync(
            context, policy!.Tenant, policy.Tenant, _ => Task.FromResult<(IncomingFile?, IResult?)>((incoming, null)), cancellationToken);
        if (file is null)
            return problem!;
        return await NameAsync(key, file, keys, time, cancellationToken)
            ? Results.StatusCode(form["success_action_status"] == "201" ? 201 : 200)
            : VendorAnswer.Error(409, "FileAlreadyExists", "The object you specified already exists and can not be overwritten. Give the file another name, or ask for another policy.");
    }

    private static VendorAnswer? Refuse(UploadPolicy? policy, string key, UploadForm form) =>
        policy is null ? VendorAnswer.Error(403, "SignatureDoesNotMatch", "The fields policy and Signature must stand before the file, as GET /api/v1/uploads gave them.")
        : policy.IsOver ? VendorAnswer.Error(403, "AccessDenied", "Invalid according to Policy: Policy expired. Ask for another with GET /api/v1/uploads.")
        : !policy.IsKeyGood ? VendorAnswer.Error(403, "AccessDenied", "The key that this policy was given to was revoked, or its time is over. Ask for another with GET /api/v1/uploads and a key that is good.")
        : key.Length is 0 or > LongestKey || key.EndsWith('/') || !key.StartsWith($"{policy.Folder}/", StringComparison.Ordinal)
            ? VendorAnswer.Error(403, "AccessDenied", $"Invalid according to Policy: the field key must be {policy.Folder}/ and the file's name, {LongestKey} characters at most.")
        : form.File is null ? VendorAnswer.Error(400, "InvalidArgument", "POST requires exactly one file upload per request: the part 'file', behind all others.")
        : null;

    // The answer may have been lost, and the same comes again.
    private static async Task<bool> NameAsync(string key, StoredFile file, IDocuments<UploadedKey> keys, TimeProvider time, CancellationToken cancellationToken)
    {
        var named = new UploadedKey { Id = UploadedKey.IdOf(key), CreatedAt = time.GetUtcNow(), Tenant = file.Tenant, FileId = file.Id };
        return await keys.InsertAsync(named, cancellationToken) || (await keys.FindAsync(named.Id, cancellationToken))?.FileId == file.Id;
    }
}
