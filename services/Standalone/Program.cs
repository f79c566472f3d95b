using MassTransit;
using Wan.Archiver;
using Wan.DashScope.Accounts;
using Wan.Hosting;
using Wan.Hosting.Doors;
using Wan.Hosting.Doors.Descriptions;
using Wan.Hosting.Tracing;
using Wan.Intake;
using Wan.Intake.Agents;
using Wan.Intake.DeadLetters;
using Wan.Intake.Doors;
using Wan.Intake.Files;
using Wan.Intake.Gateway.DashScope;
using Wan.Intake.Gateway.OpenAi;
using Wan.Intake.Keys;
using Wan.Intake.Models;
using Wan.Intake.Sagas;
using Wan.Notifier;
using Wan.Notifier.Doors;
using Wan.Notifier.Feed;
using Wan.Poller;
using Wan.Poller.Budgets;
using Wan.Standalone;
using Wan.Standalone.Backups;
using Wan.Standalone.Descriptions;
using Wan.Standalone.Descriptions.Bus;
using Wan.Standalone.Transfers;
using Wan.Storage;
using Wan.Studio;
using Wan.Submitter;
using Wan.Submitter.Line;
using Wan.Submitter.Quotas;

if (args is ["accounts", .. var options])
    return AccountsCommand.Run(options, Console.Out, Console.Error);
if (args is ["settings"])
    return SettingsCommand.Run(Console.Out);
if (args is ["models"])
    return ModelsCommand.Run(Console.Out);
if (args is ["openapi"])
    return await DescriptionCommand.RunAsync(AddParts, MapDoors, Console.Out);
if (args is ["asyncapi"])
    return MessagesCommand.Describe(Console.Out);
if (args is ["schemas", var folder])
    return MessagesCommand.WriteSchemas(folder);
if (args is ["backup", var copy])
    return await BackupCommand.BackUpAsync(copy, Console.Out, Console.Error);
if (args is ["restore", var backup])
    return await BackupCommand.RestoreAsync(backup, Console.Out, Console.Error);
if (args is ["restored"])
    return await BackupCommand.RestoredAsync(Console.Out, Console.Error);
if (args is ["export", .. var which])
    return await TransferCommand.ExportAsync(which, Console.OpenStandardOutput(), Console.Error);
if (args is ["import", .. var where])
    return await TransferCommand.ImportAsync(where, Console.OpenStandardInput(), Console.Error);

return await WanHostingExtensions.RunAsync(args, arguments =>
{
    var builder = WebApplication.CreateSlimBuilder(arguments);
    builder.AddWanHosting("standalone");
    builder.Logging.AddFilter("Microsoft.Hosting.Lifetime", LogLevel.Warning); // The banner says it.
    builder.Logging.AddFilter("Wan.DashScope.Accounts.AccountsAtStart", LogLevel.Warning); // So it does this.
    builder.Logging.AddFilter("Wan.Intake.Keys.KeysAtStart", LogLevel.None); // And this.

    var data = DataFolder.Claim(builder.Configuration["Storage:Directory"] ?? "data");
    var choice = VendorChoice.Of(builder.Configuration);
    var vendor = choice.IsSimulated ? SimulatedVendor.Start(data.Path, builder.Configuration) : null;
    builder.Configuration.AddStandaloneDefaults(data.Path, vendor);
    builder.Services.AddSingleton(data);
    if (vendor is not null)
        builder.Services.AddHostedService(_ => vendor);

    AddParts(builder);
    var app = builder.Build();
    app.UseWanDoors();
    app.UseModelsCompression();
    MapDoors(app);
    app.Lifetime.ApplicationStarted.Register(() => Banner.Print(app, data, choice));
    return app;
});

static void AddParts(WebApplicationBuilder builder)
{
    builder.Services.AddIntake(builder.Configuration);
    builder.Services.AddSubmitter(builder.Configuration);
    builder.Services.AddSingleton<ISubmitterLine, OwnLine>();
    builder.Services.AddPoller(builder.Configuration);
    builder.Services.AddArchiver(builder.Configuration);
    builder.Services.AddNotifier(builder.Configuration);
    builder.Services.AddSingleton<IGenerationChanges, OwnChanges>();
    builder.Services.AddWanBus(builder.Configuration, bus =>
    {
        bus.AddConsumer<GenerateVideoConsumer, GenerateVideoConsumerDefinition>();
        bus.AddSagaStateMachine<GenerationStateMachine, Generation>().DocumentRepository();

        bus.AddConsumer<SubmitGenerationConsumer>();
        bus.AddConsumer<ConfirmSubmissionsConsumer>();
        bus.AddConsumer<WithdrawSubmissionConsumer>();
        bus.AddConsumer<ResolveSubmissionConsumer>();
        bus.AddConsumer<GenerationRenderedConsumer>();
        bus.AddConsumer<RenderingFailedConsumer>();
        bus.AddConsumer<ArchiveRoomReportedConsumer>();

        bus.AddConsumer<TrackTaskConsumer>();
        bus.AddConsumer<CancelTaskConsumer>();
        bus.AddConsumer<RefreshResultConsumer>();

        bus.AddConsumer<ArchiveVideoConsumer>();
        bus.AddConsumer<DeleteVideoConsumer>();
        bus.AddConsumer<EraseGenerationConsumer>();

        bus.AddConsumer<GenerationEndedConsumer>();
        bus.AddConsumer<ArchivingAtRiskConsumer>();
    });
}

static void MapDoors(IEndpointRouteBuilder app)
{
    app.MapStudio();
    app.MapDescription();
    app.MapWanHealth();
    app.MapWanMetrics();
    app.MapGenerations();
    app.MapFiles();
    app.MapDashScopeGateway();
    app.MapOpenAiVideos();
    app.MapAgentDoor();
    app.MapKeys();
    app.MapDeadLetters();
    app.MapQueue();
    app.MapAccounts();
    app.MapVendorEvents();
    app.MapAccountQueries();
    app.MapVideos();
    app.MapWebhooks();
}
