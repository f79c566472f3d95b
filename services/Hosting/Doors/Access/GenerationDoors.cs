using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Wan.Contracts;

namespace Wan.Hosting.Doors.Access;

/// <summary>What doors about one generation (<see cref="GenerationDoor"/>) have in common, whichever service's they are: to those who may not see it, there is none.</summary>
public static class GenerationDoors
{
    /// <summary>The answer where there is none: the same for another's and for one that never was.</summary>
    public static IResult NotFound(string id)
    {
        var message = $"No generation has the id '{id}'.";
        return Results.Problem(message, statusCode: StatusCodes.Status404NotFound, title: "There is no such generation.", extensions: new Dictionary<string, object?>
        {
            ["findings"] = new[] { new Finding { Severity = "error", Code = "generation.not_found", Pointer = "/id", Message = message } },
        });
    }

    internal static async Task CheckAsync(HttpContext context, RequestDelegate next)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<GenerationDoor>() is { } door
            && context.Requester().OnlyTenant is { } tenant
            && context.GetRouteValue(door.Parameter) is string id
            && (DoorIds.Read(id) is not { } known
                || await context.RequestServices.GetRequiredService<IGenerationTenants>().FindAsync(known, context.RequestAborted) != tenant))
        {
            await NotFound(id).ExecuteAsync(context);
        }
        else
        {
            await next(context);
        }
    }
}
