using System.Collections.Concurrent;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;

namespace Wan.Fixtures.Hosts;

/// <summary>Remembers what was published and consumed.</summary>
public sealed class BusRecorder : IPublishObserver, IConsumeObserver
{
    private readonly ConcurrentQueue<(object Message, string? Activity)> published = new();
    private readonly ConcurrentQueue<(object Message, Guid? Id)> consumed = new();
    private readonly ConcurrentQueue<object> faulted = new();

    /// <summary>What was published so far.</summary>
    public IEnumerable<object> Published => published.Select(each => each.Message);

    /// <summary>What was consumed with a fault.</summary>
    public IEnumerable<object> Faulted => faulted;

    /// <summary>Adds one to the bus.</summary>
    public static void AddTo(IServiceCollection services)
    {
        services.AddSingleton<BusRecorder>();
        services.AddPublishObserver(provider => provider.GetRequiredService<BusRecorder>());
        services.AddConsumeObserver(provider => provider.GetRequiredService<BusRecorder>());
    }

    /// <summary>The W3C trace parents that messages were published with.</summary>
    public IEnumerable<string?> ActivitiesOf<T>(Func<T, bool> which) => published.Where(each => each.Message is T message && which(message)).Select(each => each.Activity);

    /// <summary>Waits for a message to be published.</summary>
    public Task<T> PublishedAsync<T>(Func<T, bool>? which = null) where T : class =>
        Eventually.FindAsync(() => Task.FromResult(Published.OfType<T>().FirstOrDefault(which ?? (_ => true))), $"a {typeof(T).Name} to be published");

    /// <summary>Waits for so many messages to be consumed, whether that went well or not.</summary>
    public Task ConsumedAsync<T>(Func<T, bool> which, int count = 1) =>
        Eventually.UntilAsync(() => consumed.Count(each => each.Message is T message && which(message)) >= count, $"{count} {typeof(T).Name} to be consumed");

    /// <summary>Waits for a message to be consumed, whether that went well or not.</summary>
    /// <param name="id">Its message id.</param>
    /// <param name="what">What it is.</param>
    public Task ConsumedAsync(Guid id, string what) => Eventually.UntilAsync(() => consumed.Any(each => each.Id == id), $"{what} to be consumed");

    /// <inheritdoc/>
    public Task PrePublish<T>(PublishContext<T> context) where T : class => Task.CompletedTask;

    /// <inheritdoc/>
    public Task PostPublish<T>(PublishContext<T> context) where T : class
    {
        published.Enqueue((context.Message, context.Headers.Get<string>("MT-Activity-Id")));
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task PublishFault<T>(PublishContext<T> context, Exception exception) where T : class => Task.CompletedTask;

    /// <inheritdoc/>
    public Task PreConsume<T>(ConsumeContext<T> context) where T : class => Task.CompletedTask;

    /// <inheritdoc/>
    public Task PostConsume<T>(ConsumeContext<T> context) where T : class
    {
        consumed.Enqueue((context.Message, context.MessageId));
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task ConsumeFault<T>(ConsumeContext<T> context, Exception exception) where T : class
    {
        faulted.Enqueue(context.Message);
        return PostConsume(context);
    }
}
