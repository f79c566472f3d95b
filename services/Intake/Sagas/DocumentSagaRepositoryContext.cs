using MassTransit;
using MassTransit.Context;
using MassTransit.Saga;
using Wan.Storage;

namespace Wan.Intake.Sagas;

/// <summary>
/// Loads an instance for one message and stores it after. Whoever loses a race gets a <see cref="ConcurrencyException"/>; the
/// endpoint's retry then loads what the winner has stored.
/// </summary>
internal sealed class DocumentSagaRepositoryContext<TSaga, TMessage>(
    IDocuments<TSaga> documents, ConsumeContext<TMessage> message, ISagaConsumeContextFactory<IDocuments<TSaga>, TSaga> contexts,
    ISagaObserver<TSaga>? observer)
    : ConsumeContextScope<TMessage>(message), SagaRepositoryContext<TSaga, TMessage>
    where TSaga : class, ISaga, IDocument
    where TMessage : class
{
    private readonly ConsumeContext<TMessage> message = message;
    private object? before;

    public Task<SagaConsumeContext<TSaga, T>> CreateSagaConsumeContext<T>(
        ConsumeContext<T> consumeContext, TSaga instance, SagaConsumeContextMode mode)
        where T : class =>
        contexts.CreateSagaConsumeContext(documents, consumeContext, instance, mode);

    public Task<SagaConsumeContext<TSaga, TMessage>> Add(TSaga instance) =>
        contexts.CreateSagaConsumeContext(documents, message, instance, SagaConsumeContextMode.Add);

    public async Task<SagaConsumeContext<TSaga, TMessage>> Insert(TSaga instance) =>
        await documents.InsertAsync(instance, CancellationToken)
            ? await contexts.CreateSagaConsumeContext(documents, message, instance, SagaConsumeContextMode.Insert)
            : null!; // MassTransit then loads the one that is there.

    public async Task<SagaConsumeContext<TSaga, TMessage>> Load(Guid correlationId)
    {
        if (await documents.FindAsync(correlationId.ToString(), CancellationToken) is not { } instance)
            return null!; // MassTransit's word for a missing one.
        before = observer?.Loaded(instance);
        return await contexts.CreateSagaConsumeContext(documents, message, instance, SagaConsumeContextMode.Load);
    }

    public async Task Save(SagaConsumeContext<TSaga> context)
    {
        if (!await documents.InsertAsync(context.Saga, CancellationToken))
            throw new ConcurrencyException("Another message has made it meanwhile.", typeof(TSaga), context.Saga.CorrelationId);
    }

    public async Task Update(SagaConsumeContext<TSaga> context)
    {
        observer?.Saving(context.Saga, before);
        if (!await documents.ReplaceAsync(context.Saga, CancellationToken))
            throw new ConcurrencyException("Another message has changed it meanwhile.", typeof(TSaga), context.Saga.CorrelationId);
        while (observer?.HasToBeSavedAgain(context.Saga, before) == true)
        {
            if (!await documents.ReplaceAsync(context.Saga, CancellationToken))
                break; // Its message is done. Whoever has changed it since has what it had noted before.
        }

        observer?.Saved(context.Saga, before);
    }

    public Task Delete(SagaConsumeContext<TSaga> context) =>
        throw new NotSupportedException($"{typeof(TSaga).Name} is kept when it is finished: don't call SetCompletedWhenFinalized.");

    public Task Discard(SagaConsumeContext<TSaga> context) => Task.CompletedTask;

    public Task Undo(SagaConsumeContext<TSaga> context) => Task.CompletedTask;
}
