using MassTransit;
using MassTransit.Middleware;
using MassTransit.Saga;
using Wan.Storage;

namespace Wan.Intake.Sagas;

/// <summary>Loads an instance outside of a message.</summary>
internal sealed class DocumentSagaLoadContext<TSaga>(IDocuments<TSaga> documents, CancellationToken cancellationToken)
    : BasePipeContext(cancellationToken), LoadSagaRepositoryContext<TSaga>
    where TSaga : class, ISaga, IDocument
{
    public async Task<TSaga> Load(Guid correlationId) => (await documents.FindAsync(correlationId.ToString(), CancellationToken))!;
}
