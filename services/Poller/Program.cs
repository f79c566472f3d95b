using Wan.DashScope;
using Wan.Hosting;
using Wan.Hosting.Doors;
using Wan.Hosting.Tracing;
using Wan.Poller;
using Wan.Poller.Budgets;
using Wan.Storage;

return await WanHostingExtensions.RunAsync(args, static args =>
{
    var builder = WebApplication.CreateSlimBuilder(args);
    builder.AddWanHosting("poller");
    builder.ShareDataFolder();

    builder.Services.AddStorage(builder.Configuration);
    builder.Services.AddDashScope(builder.Configuration);
    builder.Services.AddPoller(builder.Configuration);
    builder.Services.AddWanBus(builder.Configuration, bus =>
    {
        bus.AddConsumer<TrackTaskConsumer>();
        bus.AddConsumer<CancelTaskConsumer>();
        bus.AddConsumer<RefreshResultConsumer>();
    });

    var app = builder.Build();
    app.UseWanDoors();
    app.MapIndex();
    app.MapWanHealth();
    app.MapWanMetrics();
    app.MapVendorEvents();
    app.MapAccountQueries();
    return app;
});
