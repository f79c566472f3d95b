using Wan.Fixtures;
using Wan.Fixtures.MongoWire;

namespace Wan.Standalone.Tests;

/// <summary>The ways to the broker and to the database by TLS, as their addresses say it. A certificate is trusted if the system, or <c>SSL_CERT_FILE</c>, knows who signed it.</summary>
public sealed class TlsTests(RabbitMqBroker broker) : IClassFixture<RabbitMqBroker>, IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_service_reaches_its_broker_and_its_database_by_TLS_and_trusts_nobody_whom_it_is_not_told_to()
    {
        await using var mongo = new MongoWireServer();
        var virtualHost = new Uri(await broker.CreateVirtualHostAsync());
        await using var brokerDoor = new TlsProxy(virtualHost.Port);
        await using var mongoDoor = new TlsProxy(new Uri(mongo.Address).Port);
        await File.WriteAllTextAsync(folder.File("trusted.pem"), brokerDoor.Pem + "\n" + mongoDoor.Pem);
        await using var notifier = new ServiceProcess("Notifier", Settings("localhost", trusts: false));

        await RefusedAsync();
        notifier.NextSettings = Settings("127.0.0.1", trusts: true); // Which no certificate is of.
        await RefusedAsync();

        notifier.NextSettings = Settings("localhost", trusts: true);
        await notifier.StartAsync();
        (brokerDoor.Handshakes, mongoDoor.Handshakes).ShouldSatisfyAllConditions(both => both.Item1.ShouldBePositive(), both => both.Item2.ShouldBePositive());

        async Task RefusedAsync()
        {
            notifier.Start();
            var readiness = "";
            await Eventually.UntilAsync(
                async () => (readiness = await notifier.ReadinessAsync() ?? "").StartsWith("503", StringComparison.Ordinal) && readiness.Contains("MongoDB", StringComparison.Ordinal)
                    && notifier.Log.Contains("Connection Failed", StringComparison.Ordinal),
                () => $"told that neither is reached; last answer: {readiness}{notifier.Tail()}");
            (brokerDoor.Handshakes, mongoDoor.Handshakes).ShouldBe((0, 0));
            await notifier.KillAsync();
        }

        Dictionary<string, string> Settings(string host, bool trusts) => new()
        {
            ["WAN_RABBITMQ"] = new UriBuilder(virtualHost) { Scheme = "amqps", Host = host, Port = brokerDoor.Port }.Uri.AbsoluteUri,
            ["Storage__Provider"] = "mongodb",
            ["Storage__MongoDb__ConnectionString"] = $"mongodb://{host}:{mongoDoor.Port}/?directConnection=true&tls=true",
            ["SSL_CERT_FILE"] = trusts ? folder.File("trusted.pem") : "",
        };
    }
}
