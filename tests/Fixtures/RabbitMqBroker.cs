using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;
using Xunit;

namespace Wan.Fixtures;

/// <summary>
/// A RabbitMQ broker for the tests of one assembly: the one at <c>WAN_TEST_RABBITMQ</c> (an AMQP URL), else one in a container where
/// a Docker engine answers, else a private <c>rabbitmq-server</c> process. Every test makes a virtual host of its own.
/// </summary>
public sealed class RabbitMqBroker : IAsyncLifetime, IAsyncDisposable
{
    private readonly HttpClient management = new();
    private readonly bool mayStop;
    private BrokerHost? host;

    /// <summary>One that others may use too.</summary>
    public RabbitMqBroker()
    {
    }

    private RabbitMqBroker(bool mayStop) => this.mayStop = mayStop;

    /// <summary>Its AMQP address without a virtual host.</summary>
    public Uri Address => Host.Amqp;

    private BrokerHost Host => host ?? throw new InvalidOperationException("The broker is not started: await InitializeAsync first.");

    /// <summary>Starts one that only the caller uses, for a test that stops it. The caller disposes it.</summary>
    public static async Task<RabbitMqBroker> StartOwnAsync()
    {
        var broker = new RabbitMqBroker(mayStop: true);
        try
        {
            await broker.InitializeAsync();
            return broker;
        }
        catch
        {
            await broker.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts the broker and waits until it takes connections.</summary>
    public async Task InitializeAsync()
    {
        host = Choose();
        management.BaseAddress = host.Management;
        var user = Uri.UnescapeDataString(host.Amqp.UserInfo);
        management.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(user)));
        await StartAsync();
    }

    /// <summary>Makes a fresh virtual host.</summary>
    /// <returns>Its AMQP URL.</returns>
    public async Task<string> CreateVirtualHostAsync()
    {
        var name = $"wan-{Guid.CreateVersion7():N}";
        using var made = await management.PutAsync(new Uri($"/api/vhosts/{name}", UriKind.Relative), null);
        made.EnsureSuccessStatusCode();
        var user = Uri.UnescapeDataString(Host.Amqp.UserInfo.Split(':')[0]);
        using var granted = await management.PutAsJsonAsync(
            new Uri($"/api/permissions/{name}/{user}", UriKind.Relative),
            new { configure = ".*", write = ".*", read = ".*" });
        granted.EnsureSuccessStatusCode();
        return new Uri(Host.Amqp, name).AbsoluteUri;
    }

    /// <summary>Makes a user of a virtual host who may do what these patterns say, and no more.</summary>
    /// <param name="virtualHost">Its AMQP URL, as <see cref="CreateVirtualHostAsync"/> gave it.</param>
    /// <param name="configure">Names of what may be declared and deleted.</param>
    /// <param name="write">Names of what may be published to and bound.</param>
    /// <param name="read">Names of what may be read and bound to.</param>
    /// <returns>The same address for that user.</returns>
    public async Task<string> CreateUserAsync(string virtualHost, string configure, string write, string read)
    {
        var (name, path) = ($"user-{Guid.CreateVersion7():N}", new Uri(virtualHost).AbsolutePath.Trim('/'));
        using var made = await management.PutAsJsonAsync(new Uri($"/api/users/{name}", UriKind.Relative), new { password = name, tags = "" });
        made.EnsureSuccessStatusCode();
        using var granted = await management.PutAsJsonAsync(new Uri($"/api/permissions/{path}/{name}", UriKind.Relative), new { configure, write, read });
        granted.EnsureSuccessStatusCode();
        return new UriBuilder(virtualHost) { UserName = name, Password = name }.Uri.AbsoluteUri;
    }

    /// <summary>What its management API says of what is in a virtual host.</summary>
    /// <param name="kind">What, such as <c>queues</c> or <c>exchanges</c>.</param>
    /// <param name="virtualHost">Its AMQP URL, as <see cref="CreateVirtualHostAsync"/> gave it.</param>
    public async Task<IReadOnlyList<JsonElement>> ListAsync(string kind, string virtualHost) =>
        (await management.GetFromJsonAsync<List<JsonElement>>(new Uri($"/api/{kind}/{new Uri(virtualHost).AbsolutePath.Trim('/')}", UriKind.Relative)))!;

    /// <summary>How many messages wait in each queue of a virtual host.</summary>
    /// <param name="virtualHost">Its AMQP URL, as <see cref="CreateVirtualHostAsync"/> gave it.</param>
    public async Task<IReadOnlyDictionary<string, long>> CountMessagesAsync(string virtualHost)
    {
        // The management API counts every few seconds; it only gives the names.
        var path = new Uri($"/api/queues/{new Uri(virtualHost).AbsolutePath.Trim('/')}?columns=name", UriKind.Relative);
        var queues = await management.GetFromJsonAsync<List<Dictionary<string, string>>>(path);
        await using var connection = await new ConnectionFactory { Uri = new Uri(virtualHost) }.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync();
        var counts = new Dictionary<string, long>();
        foreach (var name in queues!.Select(queue => queue["name"]))
            counts[name] = await channel.MessageCountAsync(name);
        return counts;
    }

    /// <summary>Stops the broker in order. What it has confirmed is there again after <see cref="StartAsync"/>, at the same address.</summary>
    public Task StopAsync() => Host.StopAsync();

    /// <summary>Kills the broker. What it has confirmed is there again after <see cref="StartAsync"/>, at the same address.</summary>
    public Task KillAsync() => Host.KillAsync();

    /// <summary>From now on it has too little memory, or enough again: with too little it blocks whoever publishes.</summary>
    public Task SetMemoryAlarmAsync(bool on) => Host.ControlAsync("set_vm_memory_high_watermark", on ? "0.000001" : "0.6");

    /// <summary>From now on it has too little disk, or enough again: with too little it blocks whoever publishes.</summary>
    public Task SetDiskAlarmAsync(bool on) => Host.ControlAsync("set_disk_free_limit", on ? "1000000GB" : "50MB");

    /// <summary>Starts the stopped broker again and waits until it takes connections.</summary>
    public async Task StartAsync()
    {
        await Host.StartAsync();
        await Eventually.UntilAsync(AnswersAsync, () => $"a RabbitMQ at {Host.Amqp.Host}:{Host.Amqp.Port}\n{Host.Tail()}", TimeSpan.FromSeconds(120));
    }

    /// <inheritdoc/>
    public async Task DisposeAsync()
    {
        management.Dispose();
        if (host is not null)
        {
            await host.DisposeAsync();
        }
    }

    async ValueTask IAsyncDisposable.DisposeAsync() => await DisposeAsync();

    private BrokerHost Choose()
    {
        if (!mayStop && Environment.GetEnvironmentVariable("WAN_TEST_RABBITMQ") is { Length: > 0 } address)
        {
            return new GivenBroker(new Uri(address));
        }

        return DockerEngine.Answers ? new ContainerBroker() : new PrivateBroker();
    }

    private async Task<bool> AnswersAsync()
    {
        try
        {
            await using var connection = await new ConnectionFactory { Uri = Host.Amqp }.CreateConnectionAsync();
            using var answer = await management.GetAsync(new Uri("/api/overview", UriKind.Relative));
            return answer.IsSuccessStatusCode;
        }
        catch (Exception exception) when (exception is BrokerUnreachableException or HttpRequestException)
        {
            return false;
        }
    }
}
