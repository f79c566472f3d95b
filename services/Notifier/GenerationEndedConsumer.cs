using MassTransit;
using Wan.Contracts;
using Wan.Notifier.Feed;

namespace Wan.Notifier;

/// <summary>Looks at what has changed. The message itself says nothing: what is true stands in Intake's generations, and is found there without it too.</summary>
internal sealed class GenerationEndedConsumer(FeedSignal signal)
    : IConsumer<GenerationCompleted>, IConsumer<GenerationFailed>, IConsumer<GenerationCancelled>, IConsumer<GenerationRejected>
{
    public Task Consume(ConsumeContext<GenerationCompleted> context) => Look();

    public Task Consume(ConsumeContext<GenerationFailed> context) => Look();

    public Task Consume(ConsumeContext<GenerationCancelled> context) => Look();

    public Task Consume(ConsumeContext<GenerationRejected> context) => Look();

    private Task Look()
    {
        signal.Raise();
        return Task.CompletedTask;
    }
}
