using MassTransit;
using MassTransit.Configuration;
using MassTransit.Saga;
using Wan.Storage;

namespace Wan.Intake.Sagas;

/// <summary>Keeps a saga's instances as documents.</summary>
internal static class DocumentSagaRegistrationExtensions
{
    /// <summary>
    /// Keeps the instances in <see cref="IDocuments{T}"/>, which must be added with <c>AddDocuments</c>. An instance's
    /// <see cref="IDocument.Id"/> must be its correlation id as text. Events find it by that id only, and a finished one stays.
    /// </summary>
    public static ISagaRegistrationConfigurator<TSaga> DocumentRepository<TSaga>(this ISagaRegistrationConfigurator<TSaga> saga)
        where TSaga : class, ISaga, IDocument =>
        saga.Repository(services =>
        {
            services.RegisterLoadSagaRepository<TSaga, DocumentSagaRepositoryContextFactory<TSaga>>();
            services.RegisterSagaRepository<TSaga, IDocuments<TSaga>, SagaConsumeContextFactory<IDocuments<TSaga>, TSaga>,
                DocumentSagaRepositoryContextFactory<TSaga>>();
        });
}
