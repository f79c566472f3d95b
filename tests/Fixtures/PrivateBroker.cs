using System.Diagnostics;

namespace Wan.Fixtures;

/// <summary>A <c>rabbitmq-server</c> process of our own, as <c>./wan broker</c> runs it. It ends with us even if we are killed.</summary>
internal sealed class PrivateBroker : BrokerHost
{
    private const string ServerScript = "/usr/lib/rabbitmq/bin/rabbitmq-server";

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
        await process.WaitForExitAsync().WaitAsync(Eventually.Patience);
    }

    public override async Task KillAsync()
    {
        // The end of its input makes it kill the node.
        process!.StandardInput.Close();
        await process.WaitForExitAsync().WaitAsync(Eventually.Patience);
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
