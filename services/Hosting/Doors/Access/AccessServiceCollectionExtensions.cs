using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Wan.Hosting.Doors.Access;

/// <summary>Adds what tells requesters apart.</summary>
public static class AccessServiceCollectionExtensions
{
    /// <summary>Adds the secret that the services sign addresses with, and what signs them.</summary>
    public static void AddSigning(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<AuthOptions>().Bind(configuration.GetSection(AuthOptions.SectionName), binder => binder.ErrorOnUnknownConfiguration = true).ValidateOnStart();
        services.AddSingleton<IValidateOptions<AuthOptions>, AuthOptionsValidator>();
        services.AddSingleton<SigningKey>();
        services.AddSingleton<AddressSigner>();
    }

    internal static void AddAccess(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSigning(configuration);
        services.AddSingleton<RequesterJudge>();
        services.AddAuthentication(RequesterScheme.SchemeName).AddScheme<AuthenticationSchemeOptions, RequesterScheme>(RequesterScheme.SchemeName, null);
        var policies = services.AddAuthorizationBuilder();
        foreach (var scope in Scopes.All)
            policies.AddPolicy(scope, policy => policy.RequireClaim(RequesterIdentity.ScopeClaim, scope));
    }

    /// <summary>Adds this before the endpoints, and after what answers for a store that is away.</summary>
    internal static IApplicationBuilder UseAccess(this IApplicationBuilder app) => app.UseAuthentication().UseAccessRules();

    /// <summary>The same where who asks is known already.</summary>
    internal static IApplicationBuilder UseAccessRules(this IApplicationBuilder app) => app.UseAuthorization().Use(MustSayAsync).Use(GenerationDoors.CheckAsync);

    private static Task MustSayAsync(HttpContext context, RequestDelegate next) =>
        context.GetEndpoint() is RouteEndpoint door && door.Metadata.GetMetadata<DoorAccess>() is null
            ? throw new InvalidOperationException($"The door {door.RoutePattern.RawText} does not say who may ask at it: .Needs(scope) or .IsOpen().")
            : next(context);
}
