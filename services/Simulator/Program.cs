using Microsoft.Extensions.Options;
using Wan.Hosting;
using Wan.Simulator;

if (args is [HealthVerb.Word, .. var settings])
    return await HealthVerb.RunAsync(settings, SimulatorApplication.DefaultUrl, Console.Out);

WebApplication app;
try
{
    // Alone it keeps its tasks over a restart; inside another process that is the other's choice.
    app = SimulatorApplication.Build(args, builder => builder.Configuration["Simulator:Directory"] ??= "data/simulator");
}
catch (Exception exception) when (exception is OptionsValidationException or InvalidOperationException)
{
    Console.Error.WriteLine($"Not started. {exception.Message}");
    return 78; // EX_CONFIG of sysexits.h.
}

await app.RunAsync();
return 0;
