using System.Security;
using Microsoft.AspNetCore.Http.Features;
using Wan.DashScope.Catalogue;
using Wan.Simulator.Endpoints;
using Wan.Simulator.Faults;
using Wan.Simulator.Tasks;

namespace Wan.Simulator.Uploads;

/// <summary>The vendor's temporary storage: gives out leaves to upload, and takes the files. https://help.aliyun.com/zh/model-studio/get-temporary-file-url</summary>
internal sealed class UploadEndpoint(AccountDoor door, Vendor vendor, UploadPolicies policies, FaultList faults, ModelCatalogue catalogue, SimulatorOptions options)
{
    public const string FormPath = "/uploads";

    public Task AskAsync(HttpContext context)
    {
        var (account, refusal) = door.Enter(context.Request);
        return (account is null ? refusal! : Ask(context.Request, account)).WriteAsync(context);
    }

    public async Task TakeAsync(HttpContext context)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
            size.MaxRequestBodySize = null;
        var refusal = await TakeAsync(context.Request, context.RequestAborted);
        if (refusal is not var (status, code, message))
            return; // 200, and nothing.
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/xml";
        await context.Response.WriteAsync($"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error>\n  <Code>{code}</Code>\n  <Message>{SecurityElement.Escape(message)}</Message>\n  <RequestId>{Answer.NewRequestId()}</RequestId>\n</Error>\n");
    }

    private Answer Ask(HttpRequest request, SimulatedAccount account)
    {
        var model = request.Query["model"].ToString();
        if (request.Query["action"] != "getPolicy")
            return VendorError.Invalid("Required parameter(action) missing or invalid, please check the request parameters.");
        if (catalogue.Find(model) is null)
            return VendorError.UnknownModel;
        var (policy, directory) = policies.Make(account.Name, model, vendor.Now);
        lock (account.Gate)
            account.Counters.Policies++;
        return Answer.Ok(json =>
        {
            json.WriteString("request_id", Answer.NewRequestId());
            json.WriteStartObject("data");
            json.WriteString("policy", policy);
            json.WriteString("signature", policies.Sign(policy));
            json.WriteString("upload_dir", directory);
            json.WriteString("upload_host", $"{request.Scheme}://{request.Host}{FormPath}");
            json.WriteNumber("expire_in_seconds", (int)options.PolicyLifetime.TotalSeconds);
            json.WriteNumber("max_file_size_mb", options.MaxUploadMegabytes);
            json.WriteNumber("capacity_limit_mb", 999999999);
            json.WriteString("oss_access_key_id", "SIMULATED");
            json.WriteString("x_oss_object_acl", "private");
            json.WriteString("x_oss_forbid_overwrite", "true");
            json.WriteEndObject();
        });
    }

    // Null: taken.
    private async Task<(int Status, string Code, string Message)?> TakeAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        Dictionary<string, string> fields;
        ReadFile? file;
        try
        {
            (fields, file) = await UploadForms.ReadAsync(request, cancellationToken);
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException)
        {
            return (400, "MalformedPOSTRequest", exception.Message);
        }

        if (policies.Read(fields.GetValueOrDefault("policy", ""), fields.GetValueOrDefault("Signature", "")) is not var (until, account, model, directory))
            return (403, "SignatureDoesNotMatch", "The request signature we calculated does not match the signature you provided.");
        var subject = new FaultSubject(account, model);
        var key = fields.GetValueOrDefault("key", "");
        if (faults.Fire(FaultKind.UploadSlow, subject) is { } slow)
            await Task.Delay(TimeSpan.FromSeconds(slow.Seconds ?? 5), cancellationToken);
        if (faults.Fire(FaultKind.UploadError, subject) is { } error)
            return (error.Status ?? 503, error.Code ?? "ServiceUnavailable", error.Message ?? "Please reduce your request rate.");
        if (faults.Fire(FaultKind.UploadPolicyExpired, subject) is not null || vendor.Now >= until)
            return (403, "AccessDenied", "Invalid according to Policy: Policy expired.");
        if (request.Headers.Authorization.Count > 0)
            return (400, "InvalidArgument", "Authorization in header is not supported here.");
        if (!key.StartsWith($"{directory}/", StringComparison.Ordinal))
            return (403, "AccessDenied", "Invalid according to Policy: Policy Condition failed: [\"starts-with\", \"$key\"]");
        if (file is null || file.Bytes == 0)
            return (400, "InvalidArgument", "POST requires exactly one file upload per request.");
        if (file.Bytes > options.MaxUploadMegabytes * 1024L * 1024L)
            return (400, "EntityTooLarge", "Your proposed upload exceeds the maximum allowed size.");
        return vendor.Add(new SimulatedUpload(key, account, model, file.Bytes, file.Sha256, vendor.Now, file.Seconds, file.Width, file.Height))
            ? null
            : (409, "FileAlreadyExists", "The object you specified already exists and can not be overwritten.");
    }
}
