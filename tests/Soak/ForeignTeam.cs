using System.Collections.Concurrent;
using System.Text.Json;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;
using Shouldly;

namespace Wan.Soak;

/// <summary>Another team on the same broker: sends commands that are none, hears that they are rejected, and has queues of its own.</summary>
internal sealed class ForeignTeam(string virtualHost)
{
    private const string Prefix = "somebody.", Rejections = Prefix + "rejections";

    // For a broker that blocks whoever publishes, and a machine that is busy.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    // By AMQP's message-id.
    private readonly ConcurrentDictionary<string, OddMessage> unanswered = new();

    /// <summary>What the broker has confirmed and nobody has rejected so far, each with its id.</summary>
    public IEnumerable<string> Unanswered => unanswered.Select(sent => $"{sent.Key} ({sent.Value.Name})");

    /// <summary>Whether a queue is this team's.</summary>
    public static bool IsTheirs(string queue) => queue.StartsWith(Prefix, StringComparison.Ordinal);

    /// <summary>From now on hears of rejections.</summary>
    public async Task ListenAsync() => (await TryAsync(async channel =>
    {
        await channel.QueueDeclareAsync(Rejections, durable: true, exclusive: false, autoDelete: false, new Dictionary<string, object?> { ["x-queue-type"] = "quorum" });
        await channel.QueueBindAsync(Rejections, "wan.generation-rejected", "");
    })).ShouldBeTrue("nothing is to be odd yet");

    /// <summary>Sends a message as often as it takes until the broker confirms it, or the chaos is over.</summary>
    /// <returns>Whether it is confirmed.</returns>
    public async Task<bool> SendAsync(Site site, string id, OddMessage message)
    {
        var properties = new BasicProperties
        {
            MessageId = id, ContentType = message.ContentType, DeliveryMode = DeliveryModes.Persistent,
            Headers = message.Headers?.ToDictionary(header => header.Key, header => header.Value),
        };
        while (!await TryAsync(channel => channel.BasicPublishAsync("wan.generate-video", "", mandatory: true, properties, message.Body).AsTask()))
        {
            await site.WaitAsync(TimeSpan.FromSeconds(1));
            if (site.IsOver)
                return false;
        }

        return unanswered.TryAdd(id, message);
    }

    /// <summary>Hears what was rejected meanwhile.</summary>
    public Task HearAsync() => TryAsync(async channel =>
    {
        while (await channel.BasicGetAsync(Rejections, autoAck: true) is { } told)
        {
            if (JsonSerializer.Deserialize<JsonElement>(told.Body.Span).GetProperty("message").TryGetProperty("message_id", out var id))
                unanswered.TryRemove(id.GetString()!, out _);
        }
    });

    /// <summary>Uses the broker in some way that breaks nothing of ours.</summary>
    public Task UseAsync(Func<IChannel, Task> use) => TryAsync(use);

    /// <summary>A queue's full name.</summary>
    public static string QueueOf(string name) => Prefix + name;

    // The broker may be killed, or refuse it, and all that is this team's business.
    private async Task<bool> TryAsync(Func<IChannel, Task> use)
    {
        IConnection? connection = null;
        try
        {
            connection = await new ConnectionFactory { Uri = new Uri(virtualHost), AutomaticRecoveryEnabled = false }.CreateConnectionAsync();
            await using var channel = await connection.CreateChannelAsync(new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true));
            await use(channel).WaitAsync(Patience);
            return true;
        }
        catch (Exception exception) when (exception is RabbitMQClientException or IOException or TimeoutException or OperationCanceledException or ObjectDisposedException)
        {
            return false;
        }
        finally
        {
            if (connection is not null)
            {
                await connection.AbortAsync(TimeSpan.FromSeconds(1));
                await connection.DisposeAsync();
            }
        }
    }
}
