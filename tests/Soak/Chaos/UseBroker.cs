using RabbitMQ.Client;

namespace Wan.Soak.Chaos;

/// <summary>Another team does to the broker what is theirs to do.</summary>
/// <param name="Use">How.</param>
/// <param name="Exchange">The exchange of ours that it is about.</param>
/// <param name="Number">Tells their queues apart.</param>
/// <param name="For">How long it lasts.</param>
internal sealed record UseBroker(ForeignUse Use, string Exchange, int Number, TimeSpan For) : IChaos
{
    public string Name => Use switch
    {
        ForeignUse.DeclareOtherwise => $"somebody declares {Exchange} otherwise",
        ForeignUse.DeleteExchange => $"somebody deletes the exchange {Exchange}",
        ForeignUse.BindExchange => $"somebody binds an exchange of theirs to {Exchange}, for {For.TotalSeconds:0.0} s",
        _ => $"somebody binds a queue to {Exchange}, {Use switch
        {
            ForeignUse.DieConsuming => "consumes a bit of it and dies",
            ForeignUse.Purge => "purges it",
            _ => "lets it overflow",
        }}, for {For.TotalSeconds:0.0} s",
    };

    private string Queue => ForeignTeam.QueueOf($"{Number}");

    public async Task RunAsync(Site site)
    {
        site.Figures.Count(Figure.ForeignUses);
        await site.Team.UseAsync(channel => Use switch
        {
            // The broker refuses it.
            ForeignUse.DeclareOtherwise => channel.ExchangeDeclareAsync(Exchange, Number % 2 == 0 ? ExchangeType.Topic : ExchangeType.Direct, durable: Number % 3 == 0),
            ForeignUse.DeleteExchange => channel.ExchangeDeleteAsync(Exchange),
            ForeignUse.BindExchange => BindExchangeAsync(channel),
            _ => BindQueueAsync(channel),
        });
        await site.WaitAsync(For);
        await site.Team.UseAsync(UseQueueAsync);
        await site.Team.UseAsync(async channel =>
        {
            await channel.QueueDeleteAsync(Queue);
            await channel.ExchangeDeleteAsync(Queue);
        });
    }

    private async Task BindExchangeAsync(IChannel channel)
    {
        await channel.ExchangeDeclareAsync(Queue, ExchangeType.Headers, durable: false, autoDelete: false);
        await channel.ExchangeBindAsync(Queue, Exchange, "");
        await BindQueueAsync(channel);
    }

    private async Task BindQueueAsync(IChannel channel)
    {
        Dictionary<string, object?> arguments = Use == ForeignUse.Overflow ? new() { ["x-max-length"] = 1L, ["x-message-ttl"] = 500L } : [];
        await channel.QueueDeclareAsync(Queue, durable: true, exclusive: false, autoDelete: false, arguments);
        await channel.QueueBindAsync(Queue, Exchange, "anything");
    }

    // Who dies has taken more than it has answered.
    private async Task UseQueueAsync(IChannel channel)
    {
        if (Use == ForeignUse.Purge)
            await channel.QueuePurgeAsync(Queue);
        if (Use != ForeignUse.DieConsuming)
            return;
        await channel.BasicQosAsync(0, 100, global: false);
        if (await channel.BasicGetAsync(Queue, autoAck: false) is { } first && await channel.BasicGetAsync(Queue, autoAck: false) is not null)
            await channel.BasicNackAsync(first.DeliveryTag, multiple: false, requeue: true);
    }
}

/// <summary>What a program of others may do on a broker without deleting what is ours.</summary>
internal enum ForeignUse
{
    DeclareOtherwise,
    DeleteExchange,
    BindExchange,
    DieConsuming,
    Purge,
    Overflow,
}
