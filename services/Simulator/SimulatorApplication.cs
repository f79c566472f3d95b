using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Wan.DashScope;
using Wan.DashScope.Catalogue;
using Wan.Simulator.Endpoints;
using Wan.Simulator.Faults;
using Wan.Simulator.Tasks;
using Wan.Simulator.Uploads;

namespace Wan.Simulator;

/// <summary>The simulated vendor as a web application of its own, to be run alone or inside another process.</summary>
public static partial class SimulatorApplication
{
    /// <summary>Where it listens unless told otherwise.</summary>
    public const string DefaultUrl = "http://127.0.0.1:8090";

    // Five images of 20 MB as base64, and some room.
    private const long LargestBody = 160 * 1024 * 1024;
    internal const string Api = "/api/v1";
    private const string FaultsPath = "/simulator/faults";

    /// <summary>Builds the simulator; the caller starts and disposes of it.</summary>
    /// <param name="args">Configuration as on a command line: <c>--urls http://127.0.0.1:0 --Simulator:RunningTasks 0</c>.</param>
    /// <param name="configure">Changes configuration and services (a clock, say) before it is built.</param>
    /// <exception cref="OptionsValidationException">A setting makes no sense; the message names its key.</exception>
    public static WebApplication Build(string[] args, Action<WebApplicationBuilder>? configure = null)
    {
        var builder = WebApplication.CreateSlimBuilder(args);
        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        configure?.Invoke(builder);
        if (string.IsNullOrEmpty(builder.Configuration["urls"]) && string.IsNullOrEmpty(builder.Configuration["http_ports"]))
            builder.WebHost.UseUrls(DefaultUrl);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MaxRequestBodySize = LargestBody;
            var door = kestrel.ApplicationServices.GetRequiredService<FrontDoor>();
            kestrel.ConfigureEndpointDefaults(listen => listen.Use((connection, next) => door.ServeAsync(connection, next)));
        });
        builder.Services.AddSimulator(builder.Configuration);

        var app = builder.Build();
        var options = app.Services.GetRequiredService<SimulatorOptions>();
        Log.Start(app.Logger, options.RenderTime, options.Speed, string.IsNullOrEmpty(options.Directory) ? "memory" : options.Directory);
        Map(app);
        return app;
    }

    private static void AddSimulator(this IServiceCollection services, ConfigurationManager configuration)
    {
        services.AddDashScopeRules(configuration);
        services.AddSingleton<IValidateOptions<SimulatorOptions>, SimulatorOptionsValidator>();
        services.AddOptions<SimulatorOptions>().Bind(configuration.GetSection(SimulatorOptions.SectionName), binder => binder.ErrorOnUnknownConfiguration = true);
        services.AddSingleton(provider => provider.GetRequiredService<IOptions<SimulatorOptions>>().Value);
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<Vendor>();
        services.AddSingleton<FaultList>();
        services.AddSingleton<SubmitFaults>();
        services.AddSingleton<QueryFaults>();
        services.AddSingleton<DownloadFaults>();
        services.AddSingleton<FrontDoor>();
        services.AddSingleton<IConnectionListenerFactory>(provider =>
            new DoorListenerFactory(ActivatorUtilities.CreateInstance<SocketTransportFactory>(provider), provider.GetRequiredService<FrontDoor>()));
        services.AddSingleton<AccountDoor>();
        services.AddSingleton<ResultUrls>();
        services.AddSingleton<SubmitEndpoint>();
        services.AddSingleton<QueryEndpoint>();
        services.AddSingleton<ListEndpoint>();
        services.AddSingleton<CancelEndpoint>();
        services.AddSingleton<ResultEndpoint>();
        services.AddSingleton<UploadPolicies>();
        services.AddSingleton<UploadEndpoint>();
        services.AddSingleton<LedgerEndpoint>();
        services.AddSingleton<FaultsEndpoint>();
    }

    private static void Map(WebApplication app)
    {
        var services = app.Services;
        app.Use((context, next) =>
        {
            context.Response.Headers["X-Simulated"] = "true";
            return next(context);
        });
        foreach (var address in services.GetRequiredService<ModelCatalogue>().Families.Select(SubmitEndpoint.Address).Distinct())
        {
            app.MapPost(address, services.GetRequiredService<SubmitEndpoint>().HandleAsync);
            app.Map(address, context => ((Answer)VendorError.WrongMethod(context.Request.Method)).WriteAsync(context));
        }

        var uploads = services.GetRequiredService<UploadEndpoint>();
        app.MapGet(Api + "/uploads", uploads.AskAsync);
        app.MapPost(UploadEndpoint.FormPath, uploads.TakeAsync);
        app.MapGet(Api + "/tasks/{id}", services.GetRequiredService<QueryEndpoint>().HandleAsync);
        app.MapGet(Api + "/tasks", services.GetRequiredService<ListEndpoint>().HandleAsync);
        app.MapPost(Api + "/tasks/{id}/cancel", services.GetRequiredService<CancelEndpoint>().HandleAsync);
        app.MapMethods("/results/{id}.mp4", [HttpMethods.Get, HttpMethods.Head], services.GetRequiredService<ResultEndpoint>().HandleAsync);
        app.MapGet("/simulator/ledger", services.GetRequiredService<LedgerEndpoint>().HandleAsync);
        var faults = services.GetRequiredService<FaultsEndpoint>();
        app.MapGet(FaultsPath, faults.GetAsync);
        app.MapPut(FaultsPath, faults.PutAsync);
        app.MapDelete(FaultsPath, faults.DeleteAsync);
        app.MapGet("/health/live", context => context.Response.WriteAsync("live"));
        app.MapGet("/health/ready", context => context.Response.WriteAsync("ready"));
        app.MapFallback(context => ((Answer)VendorError.NotFound).WriteAsync(context));
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "SIMULATED vendor: no request leaves this machine, no video is real. Tasks run {RenderTime} at speed {Speed} and are kept in {Directory}.")]
        public static partial void Start(ILogger logger, TimeRange renderTime, double speed, string directory);
    }
}
