using Wan.Hosting;
using Wan.Hosting.Doors;
using Wan.Hosting.Tracing;
using Wan.Storage;
using Wan.Submitter;
using Wan.Submitter.Line;
using Wan.Submitter.Quotas;

return await WanHostingExtensions.RunAsync(args, args =>
{
    var builder = WebApplication.CreateSlimBuilder(args);
    builder.AddWanHosting("submitter");
    builder.ShareDataFolder();
    builder.Services.AddSubmitter(builder.Configuration);
    builder.Services.AddWanBus(builder.Configuration, bus =>
    {
        bus.AddConsumer<SubmitGenerationConsumer>();
        bus.AddConsumer<ConfirmSubmissionsConsumer>();
        bus.AddConsumer<WithdrawSubmissionConsumer>();
        bus.AddConsumer<ResolveSubmissionConsumer>();
        bus.AddConsumer<GenerationRenderedConsumer>();
        bus.AddConsumer<RenderingFailedConsumer>();
        bus.AddConsumer<ArchiveRoomReportedConsumer>();
    });

    var app = builder.Build();
    app.UseWanDoors();
    app.MapIndex();
    app.MapWanHealth();
    app.MapWanMetrics();
    app.MapQueue();
    app.MapQueuePriority();
    app.MapAccounts();
    return app;
});
