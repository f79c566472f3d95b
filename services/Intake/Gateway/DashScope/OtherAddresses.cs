using Wan.DashScope.Catalogue;

namespace Wan.Intake.Gateway.DashScope;

/// <summary>What of the vendor's addresses there is not here: says which there are.</summary>
internal static class OtherAddresses
{
    public static IResult Handle(HttpContext context, ModelCatalogue catalogue)
    {
        var (request, models) = (context.Request, string.Join(", ", catalogue.Models));
        if (request.Path.StartsWithSegments(DashScopeDoors.Submit))
            return VendorErrors.Invalid($"Request method '{request.Method}' is not supported. Videos are asked for by POST, with the models {models}.");
        return request.Path.StartsWithSegments($"{DashScopeDoors.Root}/services")
            ? VendorErrors.Invalid($"url error, please check url！ Here are videos alone: POST {DashScopeDoors.Submit}, with the models {models}.")
            : VendorAnswer.Error(StatusCodes.Status404NotFound, "NotFound",
                $"There is no {request.Method} {request.Path} here. There is POST {DashScopeDoors.Submit} (models {models}), GET {DashScopeDoors.Tasks}, GET {DashScopeDoors.Tasks}/ID, POST {DashScopeDoors.Tasks}/ID/cancel, and GET and POST {DashScopeDoors.Uploads}.");
    }
}
