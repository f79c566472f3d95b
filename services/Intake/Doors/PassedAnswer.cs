using System.Net.Mime;

namespace Wan.Intake.Doors;

/// <summary>Another service's answer in JSON, as it came: what was asked for, or a problem document.</summary>
/// <param name="status">Its status.</param>
/// <param name="body">Its body.</param>
internal sealed class PassedAnswer(int status, byte[] body) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        (httpContext.Response.StatusCode, httpContext.Response.ContentType, httpContext.Response.ContentLength) = (status, status == StatusCodes.Status200OK ? MediaTypeNames.Application.Json : MediaTypeNames.Application.ProblemJson, body.Length);
        return httpContext.Response.Body.WriteAsync(body, httpContext.RequestAborted).AsTask();
    }
}
