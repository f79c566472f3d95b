using MassTransit;
using PublishException = RabbitMQ.Client.Exceptions.PublishException;

namespace Wan.Hosting;

/// <summary>
/// Ends a publish that the broker refuses, as it does where a queue of somebody's is full that has <c>x-overflow=reject-publish</c>. MassTransit 8.5 takes that for
/// a broken connection and tries again for hours, while the handler keeps its place; one such queue stopped all that publishes to its exchange. So it
/// fails here instead, and is tried again as any other failure is.
/// </summary>
internal sealed class RefusedPublish : IPublishObserver
{
    public Task PrePublish<T>(PublishContext<T> context) where T : class => Task.CompletedTask;

    public Task PostPublish<T>(PublishContext<T> context) where T : class => Task.CompletedTask;

    public Task PublishFault<T>(PublishContext<T> context, Exception exception) where T : class => exception.InnerException is PublishException { IsReturn: false }
        ? throw new MessageException(typeof(T), "The broker refused a message: a queue that is bound to its exchange has no room, and refuses instead of dropping.", exception)
        : Task.CompletedTask;
}
