using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using RabbitMQ.Client;
using Wan.Fixtures;

namespace Wan.Intake.Tests.DeadLetters;

/// <summary>Intake with its doors on a virtual host of a real broker, and somebody who puts messages there and counts them.</summary>
internal sealed class DeadLetterSite : IAsyncDisposable
{
    private readonly IntakeApplication intake;
    private readonly HttpClient http;
    private readonly IConnection connection;
    private readonly IChannel channel;

    private DeadLetterSite(string virtualHost, IntakeApplication intake, HttpClient http, IConnection connection, IChannel channel) =>
        (VirtualHost, this.intake, this.http, this.connection, this.channel) = (virtualHost, intake, http, connection, channel);

    /// <summary>The virtual host's AMQP URL.</summary>
    public string VirtualHost { get; }

    /// <summary>How many generations Intake has.</summary>
    public Task<int> GenerationsAsync() => intake.CountAsync();

    /// <summary>Starts it.</summary>
    /// <param name="broker">The broker.</param>
    /// <param name="write">What Intake may publish to, as a pattern.</param>
    /// <param name="proxy">By way of what Intake comes to the broker; null: directly.</param>
    public static async Task<DeadLetterSite> StartAsync(RabbitMqBroker broker, string write = ".*", TcpProxy? proxy = null)
    {
        var virtualHost = await broker.CreateVirtualHostAsync();
        var address = await broker.CreateUserAsync(virtualHost, ".*", write, ".*");
        var intake = new IntakeApplication(false, ("WAN_RABBITMQ", proxy?.Of(address).AbsoluteUri ?? address));
        var http = intake.CreateClient();
        await Eventually.UntilAsync(async () => (await http.GetAsync("/health/ready")).IsSuccessStatusCode, "Intake to be ready");
        var connection = await new ConnectionFactory { Uri = new Uri(virtualHost) }.CreateConnectionAsync();
        return new DeadLetterSite(virtualHost, intake, http, connection, await connection.CreateChannelAsync(new CreateChannelOptions(true, true)));
    }

    /// <summary>Makes a quorum queue.</summary>
    public Task DeclareAsync(string queue, params (string Name, object Value)[] arguments) => channel.QueueDeclareAsync(
        queue, durable: true, exclusive: false, autoDelete: false,
        arguments: arguments.Append(("x-queue-type", "quorum")).ToDictionary(argument => argument.Item1, argument => (object?)argument.Item2));

    /// <summary>Puts a message into a queue.</summary>
    public Task PutAsync(string queue, string body, BasicProperties? properties = null) =>
        channel.BasicPublishAsync("", queue, mandatory: true, properties ?? new BasicProperties(), Encoding.UTF8.GetBytes(body)).AsTask();

    /// <summary>How many messages wait in a queue.</summary>
    public Task<uint> CountAsync(string queue) => channel.MessageCountAsync(queue);

    /// <summary>Takes the first message of a queue out of it.</summary>
    public async Task<BasicGetResult> TakeAsync(string queue)
    {
        BasicGetResult? taken = null;
        await Eventually.UntilAsync(async () => (taken = await channel.BasicGetAsync(queue, autoAck: true)) is not null, $"a message in {queue}");
        return taken!;
    }

    /// <summary>The queues that have dead letters, with how many.</summary>
    public async Task<string> ListAsync()
    {
        var (status, answer) = await GetAsync("");
        status.ShouldBe(HttpStatusCode.OK, answer.GetRawText());
        return string.Join(" ", answer.GetProperty("queues").EnumerateArray().Select(queue => $"{queue.GetProperty("name")}:{queue.GetProperty("messages")}"));
    }

    /// <summary>The first message of a queue.</summary>
    public async Task<JsonElement> FirstAsync(string queue)
    {
        var (status, answer) = await GetAsync($"/{queue}/first");
        status.ShouldBe(HttpStatusCode.OK, answer.GetRawText());
        return answer;
    }

    /// <summary>Asks the door of dead letters.</summary>
    /// <param name="below">What stands behind its own address.</param>
    public async Task<(HttpStatusCode Status, JsonElement Answer)> GetAsync(string below)
    {
        using var answer = await http.GetAsync($"/v1/dead-letters{below}");
        return (answer.StatusCode, await answer.Content.ReadFromJsonAsync<JsonElement>());
    }

    /// <summary>Has what lies in a queue moved back.</summary>
    public async Task<(HttpStatusCode Status, JsonElement Answer)> MoveBackAsync(string queue, string? body = null)
    {
        using var content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json");
        using var answer = await http.PostAsync($"/v1/dead-letters/{queue}/move-back", content);
        return (answer.StatusCode, await answer.Content.ReadFromJsonAsync<JsonElement>());
    }

    public async ValueTask DisposeAsync()
    {
        await channel.DisposeAsync();
        await connection.DisposeAsync();
        http.Dispose();
        await intake.DisposeAsync();
    }
}
