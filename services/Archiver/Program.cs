using Wan.Archiver;
using Wan.Archiver.Verify;
using Wan.DashScope;
using Wan.Hosting;
using Wan.Hosting.Doors;
using Wan.Hosting.Tracing;
using Wan.Storage;

if (args is ["verify", .. var options])
{
    using var stop = new CancellationTokenSource();
    Console.CancelKeyPress += (_, press) =>
    {
        press.Cancel = true; // It says first where to go on.
        stop.Cancel();
    };
    return await VerifyCommand.RunAsync(options, Console.Out, Console.Error, stop.Token);
}

return await WanHostingExtensions.RunAsync(args, static args =>
{
    var builder = WebApplication.CreateSlimBuilder(args);
    builder.AddWanHosting("archiver");
    builder.ShareDataFolder();
    builder.Services.AddDashScope(builder.Configuration);
    builder.Services.AddArchiver(builder.Configuration);
    builder.Services.AddWanBus(builder.Configuration, bus =>
    {
        bus.AddConsumer<ArchiveVideoConsumer>();
        bus.AddConsumer<DeleteVideoConsumer>();
        bus.AddConsumer<EraseGenerationConsumer>();
    });

    var app = builder.Build();
    app.UseWanDoors();
    app.MapIndex();
    app.MapWanHealth();
    app.MapWanMetrics();
    app.MapVideos();
    return app;
});
