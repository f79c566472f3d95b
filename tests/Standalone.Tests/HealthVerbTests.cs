using System.Net;
using System.Net.Sockets;
using Wan.Fixtures;

namespace Wan.Standalone.Tests;

/// <summary>What a container's health check runs: each program, asked how the one that runs beside it is.</summary>
public sealed class HealthVerbTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("Intake")]
    [InlineData("Submitter")]
    [InlineData("Poller")]
    [InlineData("Archiver")]
    [InlineData("Notifier")]
    [InlineData("Standalone")]
    [InlineData("Simulator")]
    public async Task Every_program_asks_at_the_address_of_its_settings_and_is_told_that_nobody_answers(string service)
    {
        var port = FreePort.Next();

        var (code, output, errors) = await AskAsync(service, ("ASPNETCORE_URLS", $"http://0.0.0.0:{port}"));
        (code, errors).ShouldBe((1, ""));
        output.ShouldStartWith($"not ready: http://127.0.0.1:{port}/health/ready does not answer: ");
        output.ShouldNotContain("\n");
    }

    [Theory]
    [InlineData("ASPNETCORE_URLS", "http://127.0.0.1:{0}")]
    [InlineData("ASPNETCORE_URLS", "http://+:{0}")]
    [InlineData("ASPNETCORE_URLS", "https://localhost:1;http://localhost:{0}")]
    [InlineData("ASPNETCORE_HTTP_PORTS", "{0}")]
    [InlineData("Kestrel__Endpoints__Own__Url", "http://0.0.0.0:{0}")]
    public async Task A_process_that_is_ready_is_found_wherever_the_settings_say_it_listens(string setting, string value)
    {
        await using var simulator = new ServiceProcess("Simulator", new Dictionary<string, string> { ["Simulator__Directory"] = "" });
        await simulator.StartAsync();

        // A proxy for everybody else is none between a process and itself.
        var (code, output, errors) = await AskAsync("Simulator", (setting, string.Format(null, value, simulator.Port)), ("HTTP_PROXY", $"http://127.0.0.1:{FreePort.Next()}"));
        (code, output, errors).ShouldBe((0, "ready", ""));
    }

    [Fact]
    public async Task A_process_that_lacks_something_is_not_ready_and_the_line_says_what()
    {
        var settings = new Dictionary<string, string>
        {
            ["Storage__Directory"] = folder.Path,
            ["WAN_RABBITMQ"] = $"amqp://guest:guest@127.0.0.1:{FreePort.Next()}/",
            ["DASHSCOPE_API_KEY"] = "sk-none",
            ["DASHSCOPE_HTTP_BASE_URL"] = "http://127.0.0.1:9/api/v1",
        };
        await using var notifier = new ServiceProcess("Notifier", settings);
        notifier.Start();
        await Eventually.UntilAsync(async () => await notifier.ReadinessAsync() is not null, $"an answer{notifier.Tail()}");

        var (code, output, errors) = await AskAsync("Notifier", ("ASPNETCORE_URLS", notifier.Address.AbsoluteUri));
        (code, errors).ShouldBe((1, ""));
        output.ShouldStartWith($"not ready: {notifier.Address}health/ready answered 503; ");
        output.ShouldContain("masstransit-bus: ");
        output.ShouldNotContain("\n");
    }

    [Fact]
    public async Task One_that_takes_the_question_and_says_nothing_is_given_up()
    {
        var port = FreePort.Next();
        using var silent = FreePort.Listen(port);

        var (code, output, _) = await AskAsync("Poller", ("ASPNETCORE_URLS", $"http://localhost:{port}"));
        (code, output).ShouldBe((1, $"not ready: http://localhost:{port}/health/ready has not answered within 5 seconds."));
    }

    [Theory]
    [InlineData("http://127.0.0.1:0", "not known: http://127.0.0.1:0 has no port that could be asked. Set ASPNETCORE_URLS")]
    [InlineData("http://unix:/tmp/wan.sock", "not known: http://unix:/tmp/wan.sock has no port that could be asked. Set ASPNETCORE_URLS")]
    [InlineData("nonsense", "not known: 'nonsense' is no address to listen at.")]
    public async Task An_address_that_can_not_be_asked_is_named(string address, string says)
    {
        var (code, output, errors) = await AskAsync("Poller", ("ASPNETCORE_URLS", address));

        (code, errors).ShouldBe((1, ""));
        output.ShouldStartWith(says);
    }

    private static Task<(int Code, string Output, string Errors)> AskAsync(string service, params (string Name, string Value)[] settings) =>
        ServiceVerb.RunAsync(service, settings.ToDictionary(setting => setting.Name, setting => setting.Value), "--health");
}
