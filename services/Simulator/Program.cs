using Wan.Simulator;

// Alone it keeps its tasks over a restart; inside another process that is the other's choice.
var app = SimulatorApplication.Build(args, builder => builder.Configuration["Simulator:Directory"] ??= "data/simulator");
app.Run();
