using MassTransit;
using Wan.Contracts;

namespace Wan.Bench.Pipeline;

/// <summary>
/// The same messages in the same order as through the services, with nothing behind them: no store, no vendor, no file. What MassTransit and
/// RabbitMQ do with them is the most that any pipeline of these hops can do on this machine.
/// </summary>
internal static class BarePipeline
{
    public static void AddTo(IBusRegistrationConfigurator bus)
    {
        bus.AddConsumer<BareDoor>();
        bus.AddConsumer<BareSubmitter>();
        bus.AddConsumer<BareSlots>();
        bus.AddConsumer<BarePoller>();
        bus.AddConsumer<BareArchiver>();
        bus.AddSagaStateMachine<BareStateMachine, BareGeneration>().InMemoryRepository();
    }
}

internal sealed class BareGeneration : SagaStateMachineInstance
{
    public Guid CorrelationId { get; set; }

    public string CurrentState { get; set; } = "";
}

internal sealed class BareStateMachine : MassTransitStateMachine<BareGeneration>
{
    public BareStateMachine()
    {
        InstanceState(generation => generation.CurrentState);
        Event(() => Asked, asked => asked.CorrelateById(context => Guid.Parse(context.Message.GenerationId)));
        Event(() => Submitted, submitted => submitted.CorrelateById(context => Guid.Parse(context.Message.GenerationId)));
        Event(() => Rendered, rendered => rendered.CorrelateById(context => Guid.Parse(context.Message.GenerationId)));
        Event(() => Archived, archived => archived.CorrelateById(context => Guid.Parse(context.Message.GenerationId)));

        Initially(When(Asked).Publish(context => BareMessages.Submit(context.Message.GenerationId)).TransitionTo(Submitting));
        During(Submitting, When(Submitted).Publish(context => BareMessages.Track(context.Message.GenerationId)).TransitionTo(Rendering));
        During(Rendering, When(Rendered).Publish(context => BareMessages.Archive(context.Message.GenerationId)).TransitionTo(Archiving));
        During(Archiving, When(Archived).Publish(context => BareMessages.Completed(context.Message)).TransitionTo(Done));
    }

    public State Submitting { get; private set; } = null!;

    public State Rendering { get; private set; } = null!;

    public State Archiving { get; private set; } = null!;

    public State Done { get; private set; } = null!;

    public Event<ContinueGeneration> Asked { get; private set; } = null!;

    public Event<GenerationSubmitted> Submitted { get; private set; } = null!;

    public Event<GenerationRendered> Rendered { get; private set; } = null!;

    public Event<VideoArchived> Archived { get; private set; } = null!;
}

internal sealed class BareDoor : IConsumer<GenerateVideo>
{
    public Task Consume(ConsumeContext<GenerateVideo> context) =>
        context.Publish(new ContinueGeneration { GenerationId = Guid.CreateVersion7().ToString() });
}

internal sealed class BareSubmitter : IConsumer<SubmitGeneration>
{
    public Task Consume(ConsumeContext<SubmitGeneration> context) => context.Publish(BareMessages.Submitted(context.Message.GenerationId));
}

/// <summary>Submitter hears of the end too, and frees a slot.</summary>
internal sealed class BareSlots : IConsumer<GenerationRendered>
{
    public Task Consume(ConsumeContext<GenerationRendered> context) => Task.CompletedTask;
}

internal sealed class BarePoller : IConsumer<TrackTask>
{
    public Task Consume(ConsumeContext<TrackTask> context) => context.Publish(BareMessages.Rendered(context.Message.GenerationId));
}

internal sealed class BareArchiver : IConsumer<ArchiveVideo>
{
    public Task Consume(ConsumeContext<ArchiveVideo> context) => context.Publish(BareMessages.Archived(context.Message.GenerationId));
}
