using System.Diagnostics;

namespace Wan.Fixtures;

/// <summary>A <c>rabbitmq-server</c> process of our own, as <c>./wan broker</c> runs it. It ends with us even if we are killed.</summary>
internal sealed class PrivateBroker : BrokerHost
{
    private const string ServerScript = "/usr/lib/rabbitmq/bin/rabbitmq-server";

    // A node that starts or stops beside everything else.
    private static readonly TimeSpan Patience = 2 * Eventually.Patience;

    private readonly TemporaryFolder folder = new();
    private readonly int port = FreePort.Next();
    private readonly int managementPort = FreePort.Next();
    private Process? process;

    public PrivateBroker()
    {
        if (!File.Exists(ServerScript))
        {
            throw new FileNotFoundException("These tests need a RabbitMQ broker: apt-get install rabbitmq-server, or set WAN_TEST_RABBITMQ to an AMQP URL.", ServerScript);
        }

        Amqp = new Uri($"amqp://guest:guest@127.0.0.1:{port}");
        Management = new Uri($"http://127.0.0.1:{managementPort}");
    }

    public override Uri Amqp { get; }

    public override Uri Management { get; }

    public override Task StartAsync()
    {
        process?.Dispose();
        process = Process.Start(new ProcessStartInfo(
            Repository.File("wan"),
            ["broker", "--while-stdin", "--port", $"{port}", "--management", $"{managementPort}", "--data", folder.Path])
        {
            RedirectStandardInput = true,
            RedirectStandardError = true,
        });
        process!.ErrorDataReceived += static (_, _) => { };
        process.BeginErrorReadLine();
        return Task.CompletedTask;
    }

    public override async Task StopAsync()
    {
        PosixSignals.SendTerminate(process!.Id);
        await process.WaitForExitAsync().WaitAsync(Patience);
    }

    public override async Task KillAsync()
    {
        // The end of its input makes it kill the node.
        process!.StandardInput.Close();
        await process.WaitForExitAsync().WaitAsync(Patience);
    }

    public override async Task ControlAsync(params string[] arguments)
    {
        // The node's own environment says where its port mapper and its cookie are.
        var start = new ProcessStartInfo("/usr/lib/rabbitmq/bin/rabbitmqctl", arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var setting in ProcessStatus.EnvironmentOf($"RABBITMQ_NODE_PORT={port}").Select(setting => setting.Split('=', 2)))
        {
            start.Environment[setting[0]] = setting[1];
        }

        using var control = Process.Start(start)!;
        var said = Task.WhenAll(control.StandardOutput.ReadToEndAsync(), control.StandardError.ReadToEndAsync());
        await control.WaitForExitAsync().WaitAsync(Patience);
        if (control.ExitCode != 0)
        {
            throw new InvalidOperationException($"rabbitmqctl {string.Join(' ', arguments)} ended with {control.ExitCode}: {string.Concat(await said)}");
        }
    }

    public override string Tail() => File.Exists(folder.File("output.log")) ? File.ReadAllText(folder.File("output.log")) : "";

    public override async ValueTask DisposeAsync()
    {
        if (process is not null)
        {
            await KillAsync();
            process.Dispose();
        }

        folder.Dispose();
    }
}
