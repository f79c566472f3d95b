using Wan.DashScope.Requests;
using Wan.Hosting.Doors.Access;
using Wan.Intake.Doors;

namespace Wan.Intake.Files;

/// <summary><c>POST /v1/files</c>: 201 with the file, 200 if the tenant has the same bytes already, or a problem document.</summary>
internal static class UploadEndpoint
{
    public static async Task<IResult> HandleAsync(HttpContext context, FileUploads uploads, CancellationToken cancellationToken, string? name = null, string? tenant = null)
    {
        var requester = context.Requester();
        if (tenant is not null && !requester.Sees(tenant))
            return Problems.OtherTenant(requester.OnlyTenant!);
        if (tenant is not null && !TenantName.IsOne(tenant))
            return Problems.BadRequest(Problems.Error("query.tenant", "/tenant", $"A tenant's name is {TenantName.Rule}"));
        var (file, isNew, problem) = await uploads.TakeAsync(
            context, tenant ?? requester.Tenant ?? Acceptance.DefaultTenant, requester.OnlyTenant, opening => IncomingFile.OpenAsync(context.Request, name, opening), cancellationToken);
        if (file is null)
            return problem!;
        context.Response.Headers.Location = $"/v1/files/{file.Id}";
        return Results.Json(FileView.Of(file), IntakeJson.Default.FileView, statusCode: isNew ? StatusCodes.Status201Created : StatusCodes.Status200OK);
    }
}
