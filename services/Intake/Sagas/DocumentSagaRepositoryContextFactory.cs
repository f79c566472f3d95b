using MassTransit;
using MassTransit.Saga;
using Wan.Storage;

namespace Wan.Intake.Sagas;

/// <summary>What MassTransit asks for a place to load and store an instance.</summary>
internal sealed class DocumentSagaRepositoryContextFactory<TSaga>(
    IDocuments<TSaga> documents, ISagaConsumeContextFactory<IDocuments<TSaga>, TSaga> contexts, ISagaObserver<TSaga>? observer = null)
    : ISagaRepositoryContextFactory<TSaga>, ILoadSagaRepositoryContextFactory<TSaga>
    where TSaga : class, ISaga, IDocument
{
    public Task Send<T>(ConsumeContext<T> context, IPipe<SagaRepositoryContext<TSaga, T>> next) where T : class =>
        next.Send(new DocumentSagaRepositoryContext<TSaga, T>(documents, context, contexts, observer));

    public Task SendQuery<T>(ConsumeContext<T> context, ISagaQuery<TSaga> query, IPipe<SagaRepositoryQueryContext<TSaga, T>> next)
        where T : class =>
        throw new NotSupportedException(
            $"{typeof(T).Name} looks for {typeof(TSaga).Name} by an expression. Documents are found by id: correlate the event with CorrelateById.");

    public Task<T> Execute<T>(Func<LoadSagaRepositoryContext<TSaga>, Task<T>> asyncMethod, CancellationToken cancellationToken = default)
        where T : class =>
        asyncMethod(new DocumentSagaLoadContext<TSaga>(documents, cancellationToken));

    public void Probe(ProbeContext context) => context.Add("persistence", "documents");
}
