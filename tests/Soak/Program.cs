using System.Runtime.InteropServices;
using Wan.Fixtures;
using Wan.Soak;

using var stop = new CancellationTokenSource();
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
try
{
    var options = SoakOptions.Parse(args, Console.WriteLine);
    Console.WriteLine($"seed {options.Seed}, {options.Duration.TotalMinutes:0} minutes of chaos");
    await using var broker = await RabbitMqBroker.StartOwnAsync().WaitAsync(stop.Token);
    var (figures, faults) = await SoakRun.RunAsync(options, broker, stop.Token);
    foreach (var fault in faults)
        Console.WriteLine($"FAULT (seed {options.Seed}) {fault.Text}");
    Console.WriteLine(figures);
    Console.WriteLine($"seed {options.Seed}: {(faults.Count == 0 ? "no fault" : $"{faults.Count} faults")}");
    return faults.Count == 0 ? 0 : 1;
}
catch (FormatException wrong)
{
    await Console.Error.WriteLineAsync(wrong.Message);
    return 2;
}
catch (OperationCanceledException) when (stop.IsCancellationRequested)
{
    await Console.Error.WriteLineAsync("broken off; everything that was started has ended");
    return 130;
}
catch (TimeoutException late)
{
    await Console.Error.WriteLineAsync($"the installation could not be started or asked, so that nothing is proven; run it again, on a machine with less to do: {late.Message}");
    return 3;
}

void Stop(PosixSignalContext context)
{
    context.Cancel = true;
    stop.Cancel();
}
