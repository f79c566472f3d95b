using System.Collections.Concurrent;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;

namespace Wan.Fixtures;

/// <summary>
/// Fails every publish that could be cancelled: a cancellation that comes while MassTransit declares an exchange would fail the channel for
/// all that publish on it. Waiting is bounded outside of the publish.
/// </summary>
public sealed class PublishTokens : IPublishObserver
{
    private readonly ConcurrentQueue<string> failed = new();

    /// <summary>The messages whose publish could be cancelled.</summary>
    public IEnumerable<string> Failed => failed;

    /// <summary>Watches all that this process publishes.</summary>
    public static void AddTo(IServiceCollection services)
    {
        services.AddSingleton<PublishTokens>();
        services.AddPublishObserver(provider => provider.GetRequiredService<PublishTokens>());
    }

    /// <inheritdoc/>
    public Task PrePublish<T>(PublishContext<T> context)
        where T : class
    {
        // A fault is published by MassTransit itself, with the token of the endpoint, which ends with the process.
        if (!context.CancellationToken.CanBeCanceled || context.Message is Fault)
            return Task.CompletedTask;
        failed.Enqueue(typeof(T).Name);
        throw new InvalidOperationException($"{typeof(T).Name} is published with a token that can be cancelled.");
    }

    /// <inheritdoc/>
    public Task PostPublish<T>(PublishContext<T> context)
        where T : class => Task.CompletedTask;

    /// <inheritdoc/>
    public Task PublishFault<T>(PublishContext<T> context, Exception exception)
        where T : class => Task.CompletedTask;
}
