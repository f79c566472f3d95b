using System.Diagnostics;
using System.Globalization;
using RabbitMQ.Client.Exceptions;
using Wan.Fixtures;

namespace Wan.Hosting.Tests;

/// <summary>The script's <c>broker</c>, as a test starts it for itself.</summary>
public sealed class BrokerCommandTests
{
    // A node that starts beside everything else.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    [Fact]
    public async Task A_private_node_outlives_an_interrupt_from_the_keyboard_and_leaves_nothing_when_its_owner_is_killed()
    {
        using var folder = new TemporaryFolder();
        var port = FreePort.Next();
        using var process = StartScript(folder, port);
        var url = $"amqp://guest:guest@127.0.0.1:{port}/";
        await Eventually.UntilAsync(async () => await TakesMessagesAsync(url), () => $"a node that takes messages\n{Log(folder)}", Patience);

        // What the terminal sends to every process in front: the script stops the node in order, after the services.
        using var interrupt = Process.Start("kill", ["-INT", NodesOf(folder).Single().Id]);
        await interrupt.WaitForExitAsync();
        (await TakesMessagesAsync(url)).ShouldBeTrue();

        // What the system does with the pipes of a process that is killed.
        process.StandardInput.Close();
        await Eventually.UntilAsync(() => !ProcessesOf(folder).Any(), "no process of this folder");
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
            await RabbitMqBrokerTests.PublishAsync(url, "hello");
            return true;
        }
        catch (Exception exception) when (exception is BrokerUnreachableException or AlreadyClosedException or OperationInterruptedException)
        {
            return false;
        }
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
