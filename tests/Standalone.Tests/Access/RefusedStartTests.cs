using System.Net;
using Wan.Fixtures;

namespace Wan.Standalone.Tests.Access;

/// <summary>No service listens where others reach it while it can tell nobody apart.</summary>
public sealed class RefusedStartTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("Standalone", "./wan keys add")]
    [InlineData("Intake", "./wan keys add")]
    [InlineData("Archiver", "Auth:SigningKey")]
    [InlineData("Submitter", "Auth:SigningKey")]
    [InlineData("Poller", "Auth:SigningKey")]
    public async Task It_ends_with_a_sentence_that_says_what_to_do(string service, string says)
    {
        await using var process = Process(service);
        process.Start();

        await process.WaitUntilEndedAsync();
        process.Log.ShouldContain("Not started. urls: http://0.0.0.0:");
        process.Log.ShouldContain(says);
        process.Log.ShouldContain("Auth:Disabled=true");
        process.Log.ShouldNotContain("   at ");
    }

    [Theory]
    [InlineData("Intake")]
    [InlineData("Archiver")]
    public async Task One_whose_signing_key_is_none_lets_nobody_in_as_if_there_were_no_key(string service)
    {
        await File.WriteAllTextAsync(folder.File("signing.key"), "garbage");
        await using var process = Process(service);
        process.Start();

        await process.WaitUntilEndedAsync();
        process.Log.ShouldContain("Not started. Auth:SigningKey");
        process.Log.ShouldContain(folder.File("signing.key"));
    }

    [Theory]
    [InlineData("Standalone", "Auth__Disabled", "true")]
    [InlineData("Archiver", "Auth__Disabled", "true")]
    [InlineData("Archiver", "Auth__SigningKey", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=")]
    public async Task It_listens_where_that_is_said_or_it_can(string service, string name, string value)
    {
        await using var process = Process(service, (name, value));
        process.Start();

        await LivesAsync(process);
    }

    [Fact]
    public async Task With_a_key_all_of_them_listen_and_ask()
    {
        await KeyScript.AddAsync(folder.Path, "acme", "read");
        await using var intake = Process("Intake");
        await using var archiver = Process("Archiver");
        intake.Start();
        archiver.Start();
        await LivesAsync(intake);
        await LivesAsync(archiver);

        using var http = new HttpClient();
        foreach (var address in new[] { new Uri(intake.Address, "/v1/generations"), new Uri(archiver.Address, "/v1/generations/01920000-0000-7000-8000-000000000000/video") })
        {
            using var answer = await http.GetAsync(address);
            answer.StatusCode.ShouldBe(HttpStatusCode.Unauthorized, address.AbsoluteUri);
        }
    }

    private static Task LivesAsync(ServiceProcess process) => Eventually.UntilAsync(
        async () =>
        {
            process.IsRunning.ShouldBeTrue(process.Log);
            using var http = new HttpClient();
            try
            {
                return (await http.GetStringAsync(new Uri(process.Address, "/health/live"))).Contains("healthy", StringComparison.Ordinal);
            }
            catch (HttpRequestException)
            {
                return false;
            }
        },
        () => $"{process.Service} alive{process.Tail()}");

    private ServiceProcess Process(string service, params (string Name, string Value)[] settings)
    {
        var process = new ServiceProcess(service, new Dictionary<string, string>
        {
            ["Storage__Directory"] = folder.Path,
            ["Archive__Directory"] = folder.File("archive"),
            ["Archive__MinFreeBytes"] = "1",
            ["WAN_RABBITMQ"] = service == "Standalone" ? "" : $"amqp://guest:guest@127.0.0.1:{FreePort.Next()}",
            ["DASHSCOPE_API_KEY"] = service == "Standalone" ? "" : "sk-test",
            ["DASHSCOPE_HTTP_BASE_URL"] = service == "Standalone" ? "" : "http://127.0.0.1:9/api/v1",
        });
        process.NextSettings = settings.Append(("ASPNETCORE_URLS", $"http://0.0.0.0:{process.Port}")).ToDictionary(setting => setting.Item1, setting => setting.Item2);
        return process;
    }
}
