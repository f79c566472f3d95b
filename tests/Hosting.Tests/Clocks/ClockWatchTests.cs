using System.Diagnostics.Metrics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Wan.Fixtures;
using Wan.Hosting.Clocks;
using Wan.Storage;

namespace Wan.Hosting.Tests.Clocks;

/// <summary>Processes that show each other their clocks in one SQLite file.</summary>
public sealed class ClockWatchTests : IDisposable
{
    private static readonly IOptions<ClockOptions> Usual = Options.Create(new ClockOptions());

    private readonly TemporaryFolder folder = new();
    private readonly List<IDisposable> parts = [];

    public void Dispose()
    {
        parts.ForEach(part => part.Dispose());
        folder.Dispose();
    }

    [Fact]
    public async Task Two_processes_whose_clocks_are_hours_apart_both_know_and_go_on_once_that_is_put_right()
    {
        var clock = new MovableClock { Offset = TimeSpan.FromHours(2) };
        var (one, other) = (Process("a/1", clock), Process("b/2", TimeProvider.System));

        await LookAsync(4, one, other);

        one.Guard.IsTrusted(out var why).ShouldBeFalse();
        why.ShouldNotBeNull().ShouldContain("b/2");
        why.ShouldContain("ahead");
        other.Guard.IsTrusted(out var theirs).ShouldBeFalse();
        theirs.ShouldNotBeNull().ShouldContain("behind");

        clock.Offset = TimeSpan.Zero;
        one.Guard.IsTrusted(out _).ShouldBeTrue("a step of our own clock is known at once");
        await LookAsync(2, one, other);
        one.Guard.IsTrusted(out _).ShouldBeTrue();
        other.Guard.IsTrusted(out _).ShouldBeTrue();
    }

    [Fact]
    public async Task With_the_vendors_word_only_the_one_that_is_wrong_is_not_ready_and_the_other_names_it()
    {
        var clock = new MovableClock { Offset = TimeSpan.FromHours(-2) };
        var (wrong, right) = (Process("a/1", clock), Process("b/2", TimeProvider.System));
        await LookAsync(4, wrong, right);

        foreach (var process in new[] { wrong, right })
            process.Guard.HeardFromVendor("vendor.test", DateTimeOffset.UtcNow, TimeSpan.FromMilliseconds(20));

        var unready = await ReadinessAsync(wrong.Guard);
        unready.Status.ShouldBe(HealthStatus.Unhealthy);
        unready.Description.ShouldNotBeNull().ShouldContain("vendor.test");
        var ready = await ReadinessAsync(right.Guard);
        ready.Status.ShouldBe(HealthStatus.Healthy);
        ready.Description.ShouldNotBeNull().ShouldContain("a/1");
        ready.Data["vendor vendor.test"].ShouldBeOfType<double>().ShouldBe(0, 5);
    }

    [Fact]
    public void The_offset_is_a_metric_by_source_and_name()
    {
        using var guard = new ClockGuard(Usual, new MovableClock { Offset = TimeSpan.FromHours(1) });
        guard.HeardFromVendor("metric.test", DateTimeOffset.UtcNow, TimeSpan.Zero);
        var seen = new List<(double Value, string? Source)>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Name == "wan.clock.offset")
                    listener.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<double>((_, value, tags, _) =>
        {
            var named = tags.ToArray().ToDictionary(tag => tag.Key, tag => tag.Value as string);
            if (named["name"] == "metric.test")
                seen.Add((value, named["source"]));
        });
        listener.Start();

        listener.RecordObservableInstruments();

        var (offset, source) = seen.ShouldHaveSingleItem();
        offset.ShouldBe(3600, 60);
        source.ShouldBe("vendor");
    }

    private static Task<HealthCheckResult> ReadinessAsync(ClockGuard guard) => new ClockHealthCheck(guard).CheckHealthAsync(new HealthCheckContext
    {
        Registration = new HealthCheckRegistration("clock", new ClockHealthCheck(guard), HealthStatus.Unhealthy, []),
    });

    private static async Task LookAsync(int times, params (ClockWatch Watch, ClockGuard Guard)[] processes)
    {
        for (var look = 0; look < times; look++)
        {
            foreach (var (watch, _) in processes)
                await watch.LookAsync(CancellationToken.None);
        }
    }

    private (ClockWatch Watch, ClockGuard Guard) Process(string name, TimeProvider time)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("Storage:Directory", folder.Path)]).Build();
        var provider = new ServiceCollection().AddLogging().AddStorage(configuration).BuildServiceProvider();
        var guard = new ClockGuard(Usual, time);
        var watch = new ClockWatch(provider.GetRequiredService<IDocumentStore>(), "tests", guard, Usual, time, NullLogger<ClockWatch>.Instance) { Process = name };
        parts.AddRange([watch, guard, provider]);
        return (watch, guard);
    }
}
