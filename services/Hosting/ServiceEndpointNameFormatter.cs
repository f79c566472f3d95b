using MassTransit;

namespace Wan.Hosting;

/// <summary>
/// Names a queue after the service that owns it and the message it takes: <c>submitter.submit-generation</c> for
/// <c>Wan.Submitter.SubmitGenerationConsumer</c>. The saga's queue is <c>intake.generation</c>.
/// </summary>
internal sealed class ServiceEndpointNameFormatter() : KebabCaseEndpointNameFormatter(includeNamespace: false)
{
    public static readonly ServiceEndpointNameFormatter ForServices = new();

    protected override string GetConsumerName(Type type) => $"{Service(type)}.{base.GetConsumerName(type)}";

    protected override string GetSagaName(Type type) => $"{Service(type)}.{base.GetSagaName(type)}";

    private string Service(Type type) => SanitizeName(type.Namespace!.Split('.')[^1]);
}
