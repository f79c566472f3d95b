using MassTransit;
using Wan.Contracts;

namespace Wan.Bench.Pipeline;

/// <summary>Another team on the bus: asks for videos, and hears of their end.</summary>
internal sealed class Requester : IAsyncDisposable
{
    private const int PublishesAtOnce = 32;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(5);

    private readonly Ends ends;
    private readonly BenchBusHost host;
    private int requested;

    private Requester(Ends ends, BenchBusHost host) => (this.ends, this.host) = (ends, host);

    public static async Task<Requester> StartAsync(string rabbitMq)
    {
        var ends = new Ends();
        return new Requester(ends, await BenchBus.StartAsync(rabbitMq, static bus => bus.AddConsumer<EndConsumer>(), ends));
    }

    /// <summary>Asks for so many videos and waits until all are completed.</summary>
    /// <param name="count">How many.</param>
    /// <param name="check">Throws if there is nothing to wait for any more.</param>
    public async Task RequestAsync(int count, Action check)
    {
        var wanted = requested + count;
        await Parallel.ForEachAsync(
            Enumerable.Range(requested, count),
            new ParallelOptions { MaxDegreeOfParallelism = PublishesAtOnce },
            async (number, token) => await host.Bus.Publish(Request(number), token));
        requested = wanted;

        var (last, since) = (0, DateTimeOffset.UtcNow);
        while (ends.Completed < wanted)
        {
            check();
            if (ends.Failure is { } failure)
            {
                throw new InvalidOperationException($"A generation failed: {failure.Code} {failure.Message}");
            }

            if (ends.Completed != last)
            {
                (last, since) = (ends.Completed, DateTimeOffset.UtcNow);
            }
            else if (DateTimeOffset.UtcNow - since > Patience)
            {
                throw new TimeoutException($"{last} of {wanted} generations are completed, and nothing moves any more.");
            }

            await Task.Delay(Interval);
        }
    }

    public ValueTask DisposeAsync() => host.DisposeAsync();

    private static GenerateVideo Request(int number) => new()
    {
        Model = "wan2.6-r2v-flash",
        ClientRequestId = $"bench-{number}",
        Input = new VideoInput { Prompt = $"character1 dances, number {number}.", ReferenceUrls = ["https://example.com/dance.mp4"] },
        Parameters = new VideoParameters { Size = "1280*720", Duration = 2 },
    };

    private sealed class Ends
    {
        private int completed;

        public int Completed => Volatile.Read(ref completed);

        public GenerationError? Failure { get; set; }

        public void Count() => Interlocked.Increment(ref completed);
    }

    private sealed class EndConsumer(Ends ends) : IConsumer<GenerationCompleted>, IConsumer<GenerationFailed>
    {
        public Task Consume(ConsumeContext<GenerationCompleted> context)
        {
            ends.Count();
            return Task.CompletedTask;
        }

        public Task Consume(ConsumeContext<GenerationFailed> context)
        {
            ends.Failure = context.Message.Error;
            return Task.CompletedTask;
        }
    }
}
