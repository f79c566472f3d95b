using Microsoft.Extensions.DependencyInjection;
using Wan.Poller.Budgets;
using Wan.Poller.Timing;
using Wan.Storage;

namespace Wan.Poller.Tests;

/// <summary>Lets calls of the store fail on demand, as if it were away.</summary>
internal sealed class StoreFaults
{
    /// <summary>Which calls fail: by the document's type and the call's name.</summary>
    public Func<Type, string, bool>? Fails { get; set; }

    /// <summary>Puts it before the documents of Poller.</summary>
    public static void AddTo(IServiceCollection services)
    {
        services.AddSingleton<StoreFaults>();
        Wrap<Watch>(services);
        Wrap<Budget>(services);
        Wrap<TimeHistory>(services);
    }

    /// <summary>The next call of this name on documents of this type fails.</summary>
    /// <returns>How often it was called since.</returns>
    public Func<int> FailOnce<T>(string call)
    {
        var calls = 0;
        Fails = (type, name) => type == typeof(T) && name == call && Interlocked.Increment(ref calls) == 1;
        return () => Volatile.Read(ref calls);
    }

    private static void Wrap<T>(IServiceCollection services) where T : class, IDocument
    {
        var inner = services.Last(service => service.ServiceType == typeof(IDocuments<T>)).ImplementationFactory!;
        services.AddSingleton<IDocuments<T>>(provider =>
            new FaultyDocuments<T>((IDocuments<T>)inner(provider), provider.GetRequiredService<StoreFaults>()));
    }
}
