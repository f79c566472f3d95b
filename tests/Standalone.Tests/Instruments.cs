using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Reflection;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Wan.Archiver;
using Wan.Hosting;
using Wan.Intake;
using Wan.Notifier;
using Wan.Poller;
using Wan.Storage;
using Wan.Submitter;

namespace Wan.Standalone.Tests;

/// <summary>Every instrument that the services make, whether or not anything was measured.</summary>
internal static class Instruments
{
    private static readonly Assembly[] Assemblies =
    [
        typeof(IntakeServiceCollectionExtensions).Assembly, typeof(SubmitterServiceCollectionExtensions).Assembly, typeof(PollerServiceCollectionExtensions).Assembly,
        typeof(ArchiverServiceCollectionExtensions).Assembly, typeof(NotifierServiceCollectionExtensions).Assembly, typeof(BrokerAlarm).Assembly, typeof(IDocumentStore).Assembly,
    ];

    /// <summary>Makes whatever has a meter, and listens.</summary>
    public static async Task<IReadOnlyList<Instrument>> FindAsync()
    {
        var found = new ConcurrentBag<Instrument>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, _) =>
            {
                if (instrument.Meter.Name.StartsWith("Wan.", StringComparison.Ordinal))
                    found.Add(instrument);
            },
        };
        listener.Start();

        // Nobody listens there; what there is to measure of MongoDB is there all the same.
        var configuration = new ConfigurationManager
        {
            ["DASHSCOPE_API_KEY"] = "sk-test", ["Storage:Provider"] = "mongodb", ["Storage:MongoDb:ConnectionString"] = "mongodb://127.0.0.1:9",
        };
        await using var provider = new ServiceCollection().AddLogging()
            .AddSingleton<IConfiguration>(configuration)
            .AddIntake(configuration).AddSubmitter(configuration).AddPoller(configuration).AddArchiver(configuration).AddNotifier(configuration)
            .BuildServiceProvider();
        provider.GetRequiredService<IDocumentStore>();
        foreach (var type in Assemblies.SelectMany(assembly => assembly.GetTypes()).Where(type => !type.IsGenericTypeDefinition))
        {
            if (Fields(type, BindingFlags.Static).Any(field => field == typeof(Meter) || field.IsSubclassOf(typeof(Instrument))))
                RuntimeHelpers.RunClassConstructor(type.TypeHandle);
            if (Fields(type, BindingFlags.Instance).Contains(typeof(Meter)))
                (ActivatorUtilities.GetServiceOrCreateInstance(provider, type) as IDisposable)?.Dispose();
        }

        return [.. found.DistinctBy(instrument => instrument.Name).OrderBy(instrument => instrument.Name, StringComparer.Ordinal)];
    }

    /// <summary>As Prometheus knows it.</summary>
    public static string Prometheus(Instrument instrument)
    {
        var unit = instrument.Unit switch
        {
            "s" => "_seconds",
            "By" => "_bytes",
            { } rate when rate.EndsWith("/s", StringComparison.Ordinal) => "_per_second",
            _ => "",
        };
        var name = instrument.Name.Replace('.', '_');
        return $"{name}{(name.EndsWith(unit, StringComparison.Ordinal) ? "" : unit)}{(Kind(instrument) == "counter" ? "_total" : "")}";
    }

    /// <summary>What it is, in a word.</summary>
    public static string Kind(Instrument instrument) => instrument.GetType().Name switch
    {
        { } name when name.Contains("UpDown", StringComparison.Ordinal) || name.Contains("Gauge", StringComparison.Ordinal) => "gauge",
        { } name when name.Contains("Counter", StringComparison.Ordinal) => "counter",
        _ => "histogram",
    };

    private static IEnumerable<Type> Fields(Type type, BindingFlags which) =>
        type.GetFields(which | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly).Select(field => field.FieldType);
}
