using Wan.Hosting;
using Wan.Hosting.Doors;
using Wan.Hosting.Tracing;
using Wan.Notifier;
using Wan.Notifier.Doors;
using Wan.Storage;

return await WanHostingExtensions.RunAsync(args, args =>
{
    var builder = WebApplication.CreateSlimBuilder(args);
    builder.AddWanHosting("notifier");
    builder.ShareDataFolder();
    builder.Services.AddNotifier(builder.Configuration);
    builder.Services.AddWanBus(builder.Configuration, bus =>
    {
        bus.AddConsumer<GenerationEndedConsumer>();
        bus.AddConsumer<ArchivingAtRiskConsumer>();
    });

    var app = builder.Build();
    app.UseWanDoors();
    app.MapIndex();
    app.MapWanHealth();
    app.MapWanMetrics();
    app.MapWebhooks();
    return app;
});
