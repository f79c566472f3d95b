using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Wan.Hosting.Doors.Access;
using Wan.Hosting.Tracing;
using Wan.Storage;

namespace Wan.Hosting.Doors;

/// <summary>What every HTTP door has in common: who may ask, and that each refusal and failure is a problem document (RFC 9457).</summary>
public static class DoorExtensions
{
    // What an answer says of a file, and not of a problem with it.
    private static readonly string[] OfTheWhole = ["Content-Disposition", "ETag", "Last-Modified"];

    // What scripts of another origin may read of an answer besides its body.
    private static readonly string[] ExposedHeaders = ["Location", "Retry-After", "ETag", "Content-Range", "Content-Disposition"];

    // A page of another site may link to a video, but not show it as a part of itself unless it asks as one of Doors:Origins (<video crossorigin>).
    // Not same-origin: Intake sends its readers on to Archiver, at another port or name of the same site. https://fetch.spec.whatwg.org/#cross-origin-resource-policy-header
    private const string ResourcePolicy = "same-site";

    /// <summary>Adds what <see cref="UseWanDoors"/> needs, and limits the connections.</summary>
    internal static void AddWanDoors(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<DoorOptions>().Bind(configuration.GetSection(DoorOptions.SectionName), binder => binder.ErrorOnUnknownConfiguration = true).ValidateOnStart();
        services.AddSingleton<IValidateOptions<DoorOptions>, DoorOptionsValidator>();
        services.AddSingleton<IValidateOptions<DoorOptions>, DoorNamesValidator>();
        services.AddOptions<Microsoft.AspNetCore.Server.Kestrel.Core.KestrelServerOptions>().Configure<IOptions<DoorOptions>>((kestrel, doors) =>
        {
            var most = ConnectionLimit.Of(doors.Value.MaxConnections);
            kestrel.Limits.MaxConcurrentConnections = most;
            kestrel.Limits.MaxConcurrentUpgradedConnections = most;
        });
        services.AddAccess(configuration);
        services.AddSingleton<InnerDoors>();
        services.AddSingleton<IProblemDetailsWriter, ShapedProblemWriter>(); // Before the one that writes problem documents.
        services.AddProblemDetails(problems => problems.CustomizeProblemDetails = NameTrace);
        services.AddCors();
        services.AddOptions<CorsOptions>().Configure<IOptions<DoorOptions>>((cors, doors) => cors.AddDefaultPolicy(policy => policy
            .WithOrigins([.. doors.Value.Origins]).AllowAnyHeader().AllowAnyMethod().WithExposedHeaders(ExposedHeaders)));
    }

    /// <summary>Adds this before the endpoints. It lets in whom the section <c>Doors</c> allows, and answers for what no endpoint did.</summary>
    public static IApplicationBuilder UseWanDoors(this IApplicationBuilder app)
    {
        app.Use(NameSiteAsync);
        app.Use(DoorNames.NoteAsync);
        app.UseFailureAnswers();
        app.UseStatusCodePages(page => Describe(page.HttpContext.Response.StatusCode, page.HttpContext).ExecuteAsync(page.HttpContext));
        app.Use(LetInAsync);
        app.Use(SayWhatThereIsAsync);
        app.UseCors();
        app.UseStorageDoors();
        app.UseAccess();
        return app.Use(QueryRules.CheckAsync);
    }

    /// <summary>The same for what is asked within this process, by somebody who is known.</summary>
    internal static IApplicationBuilder UseInnerDoors(this IApplicationBuilder app) => app.UseFailureAnswers().UseStorageDoors().UseAccessRules().Use(QueryRules.CheckAsync);

    private static IApplicationBuilder UseFailureAnswers(this IApplicationBuilder app) => app.UseExceptionHandler(new ExceptionHandlerOptions
    {
        ExceptionHandler = AnswerFailureAsync,
        SuppressDiagnosticsCallback = failure => failure.Exception is BadHttpRequestException, // Nothing is wrong with this process.
    });

    // As a generation shows it (trace_id), and not as the header traceparent has it, with a span of this process's in it.
    private static void NameTrace(ProblemDetailsContext context)
    {
        const string traceId = "traceId";
        context.ProblemDetails.Extensions.Remove(traceId);
        if (WanTrace.Origin is { } origin)
            context.ProblemDetails.Extensions[traceId] = origin.TraceId;
    }

    // At the very start of the answer, since whoever answers for a failure takes all headers away.
    private static Task NameSiteAsync(HttpContext context, RequestDelegate next)
    {
        context.Response.OnStarting(
            answer =>
            {
                ((HttpResponse)answer).Headers["Cross-Origin-Resource-Policy"] = ResourcePolicy;
                return Task.CompletedTask;
            },
            context.Response);
        return next(context);
    }

    private static Task LetInAsync(HttpContext context, RequestDelegate next)
    {
        var options = context.RequestServices.GetRequiredService<IOptions<DoorOptions>>().Value;
        return RequesterRules.Refuse(context.Request, options) is { } refusal
            ? Results.Problem(refusal.Detail, statusCode: refusal.Status, title: refusal.Title).ExecuteAsync(context)
            : next(context);
    }

    // ASP.NET Core answers a range that there is not as if it were an empty video.
    private static async Task SayWhatThereIsAsync(HttpContext context, RequestDelegate next)
    {
        await next(context);
        if (context.Response is not { StatusCode: StatusCodes.Status416RangeNotSatisfiable, HasStarted: false } answer)
            return;
        (answer.ContentType, answer.ContentLength) = (null, null);
        foreach (var name in OfTheWhole)
            answer.Headers.Remove(name);
    }

    private static Task AnswerFailureAsync(HttpContext context) => context.Features.Get<IExceptionHandlerFeature>()?.Error is BadHttpRequestException bad
        ? Results.Problem($"{bad.Message} Nothing was done.", statusCode: bad.StatusCode, title: "The request can't be read.").ExecuteAsync(context)
        : Describe(StatusCodes.Status500InternalServerError, context).ExecuteAsync(context);

    private static IResult Describe(int status, HttpContext context) => status switch
    {
        StatusCodes.Status404NotFound => Results.Problem(
            $"There is nothing at {context.Request.Path}. GET / says what there is.", statusCode: status, title: "There is no such address."),
        StatusCodes.Status405MethodNotAllowed => Results.Problem(
            $"{context.Request.Path} takes {context.Response.Headers.Allow}, not {context.Request.Method}.", statusCode: status, title: "The method does not fit the address."),
        StatusCodes.Status416RangeNotSatisfiable => Results.Problem(
            $"The Range '{context.Request.Headers.Range}' is not in it: there is {context.Response.Headers.ContentRange}.", statusCode: status, title: "There is no such range."),
        StatusCodes.Status500InternalServerError => Results.Problem(
            "What became of the request is not known. Ask again, with the same Idempotency-Key where a generation is asked for; the service's log says what went wrong.",
            statusCode: status, title: "The service has failed."),
        _ => Results.Problem(statusCode: status),
    };
}
