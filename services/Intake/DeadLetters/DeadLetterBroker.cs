using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;
using Wan.Hosting;

namespace Wan.Intake.DeadLetters;

/// <summary>
/// Counts, shows and moves back what lies in <see cref="DeadLetterQueues"/>, by a connection of its own for each call. No message is ever given back to its queue as not taken:
/// a quorum queue counts that, and drops a message that was given back too often. One that stays is put to the end of its queue before it is taken from its beginning.
/// </summary>
/// <remarks>Where the process stops or the connection breaks between the two, the message is there twice, which every handler bears; it is never lost.</remarks>
internal sealed class DeadLetterBroker(IConfiguration configuration, TimeProvider time)
{
    /// <summary>How long a call may take; moving back begins with no further message after it, and may take as long again for the one that it is at.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly Uri? address = BusServiceCollectionExtensions.ReadAddress(configuration);

    /// <summary>Whether the bus is in this process's memory: then there are no such queues.</summary>
    public bool IsInMemory => address is null;

    /// <summary>The queues that have messages, in the order of <see cref="DeadLetterQueues.All"/>.</summary>
    /// <exception cref="DeadLettersAwayException">The broker can't be asked.</exception>
    public Task<IReadOnlyList<DeadLetterCount>> CountAsync(CancellationToken cancellationToken) => UseAsync<IReadOnlyList<DeadLetterCount>>(
        [],
        Patience,
        async (channels, limit) =>
        {
            var counts = new List<DeadLetterCount>();
            foreach (var queue in DeadLetterQueues.All)
            {
                if (await channels.CountAsync(queue, limit) is > 0 and var messages)
                    counts.Add(new DeadLetterCount { Name = queue, Messages = messages });
            }

            return counts;
        },
        () => 0,
        cancellationToken);

    /// <summary>The first message of a queue, which is its last afterwards; null where it has none.</summary>
    /// <exception cref="DeadLettersAwayException">The broker can't be asked, or took no copy of it: then it lies where it was.</exception>
    public Task<DeadLetterView?> LookAsync(string queue, CancellationToken cancellationToken) => UseAsync<DeadLetterView?>(
        null,
        Patience,
        async (channels, limit) =>
        {
            if (await channels.CountAsync(queue, limit) is null || await channels.TakeAsync(queue, limit) is not { } message)
                return null;
            await channels.PutToEndAsync(queue, message, limit);
            return DeadLetterView.Of(queue, message, await channels.CountAsync(queue, limit) ?? 0);
        },
        () => 0,
        cancellationToken);

    /// <summary>Moves messages back to the queues that they came from, at most as many as were there at the beginning. What is not known to come from a queue of ours, or has none any more, stays.</summary>
    /// <param name="queue">Where they lie.</param>
    /// <param name="most">Most messages to take.</param>
    /// <param name="cancellationToken">Ends it between two messages, or breaks off the one that it is at.</param>
    /// <exception cref="DeadLettersAwayException">The broker can't be asked, or stopped taking them.</exception>
    public Task<MovedBackView> MoveBackAsync(string queue, int most, CancellationToken cancellationToken)
    {
        var moved = 0;
        return UseAsync(
            new MovedBackView { Moved = 0, Left = 0 },
            2 * Patience,
            async (channels, limit) =>
            {
                var begun = time.GetTimestamp();
                var there = Math.Min(most, await channels.CountAsync(queue, limit) ?? 0);
                for (var taken = 0; taken < there && time.GetElapsedTime(begun) < Patience && await channels.TakeAsync(queue, limit) is { } message; taken++)
                {
                    var origin = DeadLetterQueues.OriginOf(queue, DeadLetterProperties.Text(message.BasicProperties, "x-first-death-queue"));
                    if (origin is not null && await channels.MoveAsync(origin, message, limit))
                        moved++;
                    else
                        await channels.PutToEndAsync(queue, message, limit);
                }

                return new MovedBackView { Moved = moved, Left = await channels.CountAsync(queue, limit) ?? 0 };
            },
            () => moved,
            cancellationToken);
    }

    private async Task<T> UseAsync<T>(
        T inMemory, TimeSpan within, Func<DeadLetterChannels, CancellationToken, Task<T>> use, Func<int> moved, CancellationToken cancellationToken)
    {
        if (address is null)
            return inMemory;
        using var limit = new CancellationTokenSource(within, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            await using var channels = await DeadLetterChannels.ConnectAsync(address, either.Token);
            return await use(channels, either.Token);
        }
        catch (Exception exception) when (exception is RabbitMQClientException or IOException or TimeoutException
            || exception is OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            throw new DeadLettersAwayException(moved(), exception);
        }
    }
}
