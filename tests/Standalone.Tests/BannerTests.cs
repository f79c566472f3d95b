using Wan.Fixtures;

namespace Wan.Standalone.Tests;

/// <summary>What the process says in its first lines is what it does.</summary>
public sealed class BannerTests
{
    [Theory]
    [InlineData("", "the in-memory bus.")]
    [InlineData("amqp://guest:secret@127.0.0.1:9", "the broker at 127.0.0.1:9.")]
    [InlineData("amqp://guest:secret@127.0.0.1", "the broker at 127.0.0.1:5672.")]
    public async Task It_names_the_bus_that_it_is_on_and_no_password(string broker, string named)
    {
        using var folder = new TemporaryFolder();
        await using var standalone = new ServiceProcess("Standalone", new Dictionary<string, string> { ["Storage__Directory"] = folder.Path, ["WAN_RABBITMQ"] = broker });
        standalone.Start();

        await Eventually.UntilAsync(() => standalone.Log.Contains("Ctrl-C stops", StringComparison.Ordinal), $"its first lines{standalone.Tail()}");

        standalone.Log.ShouldContain($"  page       {standalone.Address}");
        standalone.Log.ShouldContain($"Archiver and Notifier in this process, on {named}");
        standalone.Log.ShouldNotContain("secret@");
    }
}
