using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Wan.Hosting.Doors;
using Wan.Hosting.Doors.Access;
using Wan.Hosting.Doors.Descriptions;

namespace Wan.Intake.Gateway.DashScope;

/// <summary>
/// The vendor's own API in front of ours: who has its samples, its SDKs or a tool that speaks to it changes one address. A translation and nothing else; what is
/// accepted, for whom and within which limits is decided behind it, as for every door.
/// </summary>
internal static class DashScopeDoors
{
    public const string Root = "/api/v1", Submit = $"{Root}/services/aigc/video-generation/video-synthesis", Tasks = $"{Root}/tasks", Uploads = $"{Root}/uploads";

    /// <summary>The name of these doors in traces.</summary>
    public const string Name = "dashscope";

    // HEAD is a GET whose answer's body the server leaves out.
    private static readonly string[] Reading = [HttpMethods.Get, HttpMethods.Head];

    public static void AddDashScopeGateway(this IServiceCollection services)
    {
        services.AddOptions<GatewayOptions>().BindConfiguration(GatewayOptions.SectionName, binder => binder.ErrorOnUnknownConfiguration = true).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<GatewayOptions>, GatewayOptionsValidator>());
        services.TryAddSingleton<PublicAddress>();
        services.TryAddSingleton<VideoLinks>();
        services.AddSingleton<UploadPolicies>();
    }

    public static void MapDashScopeGateway(this IEndpointRouteBuilder routes)
    {
        var (doors, refusals) = (routes.MapGroup("").ComesBy(Name).IsNotDescribed(), new VendorProblemShape());
        doors.MapPost(Submit, SubmitEndpoint.HandleAsync).Needs(Scopes.Create).Refuses(refusals);
        doors.MapMethods(Tasks, Reading, TaskListEndpoint.HandleAsync).Needs(Scopes.Read).Takes(TaskListQuery.Parameters).Refuses(refusals);
        doors.MapMethods($"{Tasks}/{{id}}", Reading, TaskEndpoints.FindAsync).Needs(Scopes.Read).TakesAny().Refuses(new TaskProblemShape());
        doors.MapPost($"{Tasks}/{{id}}/cancel", TaskEndpoints.CancelAsync).Needs(Scopes.Cancel).Refuses(refusals);
        doors.MapMethods(Uploads, Reading, UploadEndpoints.PolicyAsync).Needs(Scopes.Create).Takes("action", "model").Refuses(refusals);
        doors.MapPost(Uploads, UploadEndpoints.TakeAsync).IsOpen().Refuses(refusals); // By a policy of ours.
        doors.Map($"{Root}/{{**rest}}", OtherAddresses.Handle).IsOpen().TakesAny().Refuses(refusals).ExcludeFromDescription(); // No address of its own.
    }
}
