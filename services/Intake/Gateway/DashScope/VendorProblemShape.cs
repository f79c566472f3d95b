using Microsoft.AspNetCore.Mvc;
using Wan.Hosting.Doors;

namespace Wan.Intake.Gateway.DashScope;

/// <summary>Whatever is refused at these doors is told as the vendor would.</summary>
internal sealed class VendorProblemShape : IProblemShape
{
    public Task WriteAsync(HttpContext context, ProblemDetails problem) => VendorErrors.Of(problem).ExecuteAsync(context);
}

/// <summary>
/// As the other, at the door of a task: what is not known now is told as a task that still runs. Clients take any other answer than 200 for the end of their
/// wait, and some submit again. It is said of every id to whoever asks, so that it says nothing of any.
/// </summary>
internal sealed class TaskProblemShape : IProblemShape
{
    public Task WriteAsync(HttpContext context, ProblemDetails problem)
    {
        if (problem.Status < StatusCodes.Status500InternalServerError)
            return VendorErrors.Of(problem).ExecuteAsync(context);
        context.Response.Headers.RetryAfter = default;
        var id = context.Request.RouteValues["id"] as string ?? (context.Request.Path.Value ?? "").TrimEnd('/').Split('/')[^1]; // Whoever answers for a failure has taken the values of the route away.
        var answer = DoorIds.Read(id) is null ? TaskAnswer.Unknown(id) : TaskAnswer.NotKnownNow(id);
        return answer.ExecuteAsync(context);
    }
}
