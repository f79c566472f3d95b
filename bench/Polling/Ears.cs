using MassTransit;
using Wan.Contracts;

namespace Wan.Bench.Polling;

/// <summary>Who is told of the end of an account's tasks.</summary>
internal sealed class Ears
{
    private readonly Dictionary<string, Crowd> crowds = new(StringComparer.Ordinal);

    public void Add(Crowd crowd) => crowds.Add(crowd.Account, crowd);

    public Crowd Of(string account) => crowds[account];
}

/// <summary>Hears of the end of tasks on the bus, where the saga hears of it too.</summary>
internal sealed class EndConsumer(Ears ears) : IConsumer<GenerationRendered>, IConsumer<RenderingFailed>
{
    public Task Consume(ConsumeContext<GenerationRendered> context) => ears.Of(context.Message.Account).EndedAsync(context.Message.TaskId);

    public Task Consume(ConsumeContext<RenderingFailed> context) =>
        throw new InvalidOperationException($"Task {context.Message.TaskId} failed: {context.Message.Error.Message}");
}
