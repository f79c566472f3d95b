using MassTransit;

namespace Wan.Intake.Tests;

/// <summary>A broker that does not take the first message of a type.</summary>
internal sealed class FirstPublishFails<TMessage> : IPublishObserver
{
    private int fails;

    public int Fails => fails;

    public Task PrePublish<T>(PublishContext<T> context) where T : class =>
        context.Message is TMessage && Interlocked.CompareExchange(ref fails, 1, 0) == 0 ? throw new InvalidOperationException("Not taken.") : Task.CompletedTask;

    public Task PostPublish<T>(PublishContext<T> context) where T : class => Task.CompletedTask;

    public Task PublishFault<T>(PublishContext<T> context, Exception exception) where T : class => Task.CompletedTask;
}
