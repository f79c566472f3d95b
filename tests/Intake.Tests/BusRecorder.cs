using System.Collections.Concurrent;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Wan.Fixtures;

namespace Wan.Intake.Tests;

/// <summary>Remembers what was published and consumed.</summary>
internal sealed class BusRecorder : IPublishObserver, IConsumeObserver
{
    private readonly ConcurrentQueue<object> published = new();
    private readonly ConcurrentQueue<object> consumed = new();
    private readonly ConcurrentQueue<object> faulted = new();

    public IEnumerable<object> Published => published;

    /// <summary>What was consumed with a fault.</summary>
    public IEnumerable<object> Faulted => faulted;

    /// <summary>Adds one to the bus.</summary>
    public static void AddTo(IServiceCollection services)
    {
        services.AddSingleton<BusRecorder>();
        services.AddPublishObserver(provider => provider.GetRequiredService<BusRecorder>());
        services.AddConsumeObserver(provider => provider.GetRequiredService<BusRecorder>());
    }

    /// <summary>Waits for a message to be published.</summary>
    public Task<T> PublishedAsync<T>(Func<T, bool>? which = null) where T : class =>
        Eventually.FindAsync(() => Task.FromResult(published.OfType<T>().FirstOrDefault(which ?? (_ => true))), $"a {typeof(T).Name} to be published");

    /// <summary>Waits for so many messages to be consumed, whether that went well or not.</summary>
    public Task ConsumedAsync<T>(Func<T, bool> which, int count = 1) =>
        Eventually.UntilAsync(() => consumed.OfType<T>().Count(which) >= count, $"{count} {typeof(T).Name} to be consumed");

    public Task PrePublish<T>(PublishContext<T> context) where T : class => Task.CompletedTask;

    public Task PostPublish<T>(PublishContext<T> context) where T : class
    {
        published.Enqueue(context.Message);
        return Task.CompletedTask;
    }

    public Task PublishFault<T>(PublishContext<T> context, Exception exception) where T : class => Task.CompletedTask;

    public Task PreConsume<T>(ConsumeContext<T> context) where T : class => Task.CompletedTask;

    public Task PostConsume<T>(ConsumeContext<T> context) where T : class
    {
        consumed.Enqueue(context.Message);
        return Task.CompletedTask;
    }

    public Task ConsumeFault<T>(ConsumeContext<T> context, Exception exception) where T : class
    {
        faulted.Enqueue(context.Message);
        return PostConsume(context);
    }
}
