using System.Diagnostics;
using System.Globalization;
using System.Text;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;
using Wan.Fixtures;

namespace Wan.Hosting.Tests;

[Collection("rabbitmq")]
public sealed class RabbitMqBrokerTests(RabbitMqBroker shared)
{
    // A node that starts beside everything else.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    [Fact]
    public async Task A_virtual_host_sees_nothing_of_another()
    {
        var one = await shared.CreateVirtualHostAsync();
        var other = await shared.CreateVirtualHostAsync();

        await PublishAsync(one, "hello");

        (await GetAsync(one)).ShouldBe("hello");
        (await Should.ThrowAsync<OperationInterruptedException>(() => GetAsync(other))).Message.ShouldContain("NOT_FOUND");
    }

    [Fact]
    public async Task Confirmed_messages_survive_a_stop_and_a_kill_at_the_same_address()
    {
        await using var broker = await RabbitMqBroker.StartOwnAsync();
        var url = await broker.CreateVirtualHostAsync();

        await PublishAsync(url, "before the stop");
        await broker.StopAsync();
        await Should.ThrowAsync<BrokerUnreachableException>(() => GetAsync(url));
        await broker.StartAsync();
        (await GetAsync(url)).ShouldBe("before the stop");

        await PublishAsync(url, "before the kill");
        await broker.KillAsync();
        await broker.StartAsync();
        (await GetAsync(url)).ShouldBe("before the kill");
    }

    [Fact]
    public async Task Nothing_is_left_of_a_private_broker_whose_owner_is_killed()
    {
        using var folder = new TemporaryFolder();
        using var process = StartScript(folder, FreePort.Next());
        await Eventually.UntilAsync(() => NodesOf(folder).Any(), "a node in this folder", Patience);

        // What the system does with the pipes of a process that is killed.
        process.StandardInput.Close();

        await Eventually.UntilAsync(() => !ProcessesOf(folder).Any(), "no process of this folder");
        await process.WaitForExitAsync();
    }

    [Fact]
    public async Task An_interrupt_from_the_keyboard_is_left_to_the_script_so_that_the_node_outlives_the_services()
    {
        using var folder = new TemporaryFolder();
        var port = FreePort.Next();
        using var process = StartScript(folder, port);
        var url = $"amqp://guest:guest@127.0.0.1:{port}/";
        await Eventually.UntilAsync(async () => await TakesMessagesAsync(url), () => $"a node that takes messages\n{Log(folder)}", Patience);

        // What the terminal sends to every process in front.
        using var interrupt = Process.Start("kill", ["-INT", NodesOf(folder).Single().Id]);
        await interrupt.WaitForExitAsync();

        (await TakesMessagesAsync(url)).ShouldBeTrue();
        process.StandardInput.Close();
        await process.WaitForExitAsync();
    }

    private static Process StartScript(TemporaryFolder folder, int port) => Process.Start(new ProcessStartInfo(
        Repository.File("wan"),
        ["broker", "--while-stdin", "--port", port.ToString(CultureInfo.InvariantCulture), "--data", folder.Path])
    {
        RedirectStandardInput = true,
        RedirectStandardError = true,
    })!;

    private static string Log(TemporaryFolder folder) => File.Exists(folder.File("output.log")) ? File.ReadAllText(folder.File("output.log")) : "";

    private static async Task<bool> TakesMessagesAsync(string url)
    {
        try
        {
            await PublishAsync(url, "hello");
            return true;
        }
        catch (Exception exception) when (exception is BrokerUnreachableException or AlreadyClosedException or OperationInterruptedException)
        {
            return false;
        }
    }

    private static async Task PublishAsync(string url, string text)
    {
        await using var connection = await new ConnectionFactory { Uri = new Uri(url) }.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync(new CreateChannelOptions(true, true));
        var arguments = new Dictionary<string, object?> { ["x-queue-type"] = "quorum" };
        await channel.QueueDeclareAsync("test", durable: true, exclusive: false, autoDelete: false, arguments);
        await channel.BasicPublishAsync("", "test", true, new BasicProperties { Persistent = true }, Encoding.UTF8.GetBytes(text));
    }

    private static async Task<string?> GetAsync(string url)
    {
        await using var connection = await new ConnectionFactory { Uri = new Uri(url) }.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync();
        var message = await channel.BasicGetAsync("test", autoAck: true);
        return message is null ? null : Encoding.UTF8.GetString(message.Body.Span);
    }

    private static IEnumerable<(string Id, string Command)> NodesOf(TemporaryFolder folder) =>
        ProcessesOf(folder).Where(process => process.Command.Contains("beam.smp", StringComparison.Ordinal));

    /// <summary>The processes whose environment names the folder, with their command lines.</summary>
    private static IEnumerable<(string Id, string Command)> ProcessesOf(TemporaryFolder folder)
    {
        foreach (var entry in Directory.EnumerateDirectories("/proc").Where(path => char.IsAsciiDigit(Path.GetFileName(path)[0])))
        {
            string environment, command;
            try
            {
                environment = File.ReadAllText(Path.Combine(entry, "environ"));
                command = File.ReadAllText(Path.Combine(entry, "cmdline")).Replace('\0', ' ');
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                continue; // Ended meanwhile, or somebody else's.
            }

            if (environment.Contains(folder.Path, StringComparison.Ordinal))
            {
                yield return (Path.GetFileName(entry), command);
            }
        }
    }
}
