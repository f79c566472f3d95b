using System.Collections.Concurrent;
using MassTransit;
using Wan.Contracts;

namespace Wan.Bench.Quota;

/// <summary>When each task's end was told on the bus, by task id.</summary>
internal sealed class RenderedTimes : ConcurrentDictionary<string, DateTimeOffset>;

internal sealed class RenderedConsumer(RenderedTimes times) : IConsumer<GenerationRendered>
{
    public Task Consume(ConsumeContext<GenerationRendered> context)
    {
        times.TryAdd(context.Message.TaskId, DateTimeOffset.UtcNow);
        return Task.CompletedTask;
    }
}
