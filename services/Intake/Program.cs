using MassTransit;
using Wan.Hosting;
using Wan.Hosting.Doors;
using Wan.Hosting.Doors.Descriptions;
using Wan.Hosting.Tracing;
using Wan.Intake;
using Wan.Intake.Agents;
using Wan.Intake.Changes;
using Wan.Intake.DeadLetters;
using Wan.Intake.Doors;
using Wan.Intake.Files;
using Wan.Intake.Gateway.DashScope;
using Wan.Intake.Gateway.OpenAi;
using Wan.Intake.Keys;
using Wan.Intake.Models;
using Wan.Intake.Sagas;
using Wan.Storage;
using Wan.Studio;

if (args is ["keys", .. var words])
    return await KeysCommand.RunAsync(words, Console.Out, Console.Error, CancellationToken.None);

return await WanHostingExtensions.RunAsync(args, arguments =>
{
    var builder = WebApplication.CreateSlimBuilder(arguments);
    builder.AddWanHosting("intake");
    builder.ShareDataFolder();
    builder.Services.AddIntake(builder.Configuration);
    builder.Services.AddWanBus(builder.Configuration, bus =>
    {
        bus.AddConsumer<GenerateVideoConsumer, GenerateVideoConsumerDefinition>();
        bus.AddSagaStateMachine<GenerationStateMachine, Generation>().DocumentRepository();
    });

    var app = builder.Build();
    app.UseWanDoors();
    app.UseModelsCompression();
    var archiver = app.Configuration.GetValue<Uri>("Intake:ArchiverUrl");
    app.MapStudio(archiver);
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
    app.MapPassedAccounts();
    app.MapChanges();
    app.MapNotifierDoors();
    if (archiver is not null)
        app.MapArchiverRedirects(archiver);
    return app;
});
