using System.Globalization;
using MassTransit;
using Wan.Bench.Pipeline;
using Wan.Contracts;
using Wan.Fixtures;

namespace Wan.Bench.Polling;

/// <summary>
/// How late the end of a task is known with 5, 100, 1,000 and 5,000 in flight, each crowd on an account of its own with the vendor's 20 queries a
/// second, beside a plain poller with 1,000. Poller is a process on RabbitMQ, the vendor the simulator at the true speed, and all run at once:
/// 20 accounts of 5, since one would show 5 ends. <c>--seconds N</c> changes the 240 that are measured once all are in flight, <c>--crowds 5,1000</c> what is run.
/// </summary>
internal static class PollingBenchmark
{
    private const string PlainAccount = "plain";
    private const int PlainSize = 1000;
    private const int Few = 5;
    private const int FewAccounts = 20;

    public static async Task<Dictionary<string, double>> RunAsync(string[] args)
    {
        var length = TimeSpan.FromSeconds(double.Parse(Option(args, "--seconds") ?? "240", CultureInfo.InvariantCulture));
        int[] sizes = [.. (Option(args, "--crowds") ?? "5,100,1000,5000").Split(',').Select(size => int.Parse(size, CultureInfo.InvariantCulture))];
        await using var broker = new RabbitMqBroker();
        await broker.InitializeAsync();
        var rabbitMq = await broker.CreateVirtualHostAsync();
        using var folder = new TemporaryFolder();
        string[] accounts = [.. sizes.SelectMany(AccountsOf)];
        await using var vendor = new ServiceProcess("Simulator", PollingSettings.Simulator([.. accounts, PlainAccount]));
        await vendor.StartAsync();
        await using var poller = new ServiceProcess("Poller", PollingSettings.Poller(rabbitMq, folder.Path, vendor.Address, accounts));
        await poller.StartAsync();
        var ears = new Ears();
        await using var bus = await BenchBus.StartAsync(rabbitMq, static bus => bus.AddConsumer<EndConsumer>(), ears);

        var crowds = sizes.SelectMany(size => AccountsOf(size).Select(account => NewCrowd(account, size, vendor.Address, bus.Bus))).ToList();
        crowds.ForEach(ears.Add);
        using var plainDoor = new VendorDoor(vendor.Address, PlainAccount);
        Crowd? plain = null;
        await using var plainPoller = new PlainPoller(plainDoor, task => plain!.EndedAsync(task));
        plain = NewCrowd(PlainAccount, PlainSize, vendor.Address, (task, _) =>
        {
            plainPoller.Add(task);
            return Task.CompletedTask;
        });
        plainPoller.Start();
        crowds.Add(plain);

        using var measurement = new PollingMeasurement(crowds, vendor, poller);
        var results = await measurement.RunAsync(length);
        crowds.ForEach(crowd => crowd.Dispose());
        return PollingFigures.Of([.. results.SkipLast(1)], results[^1]);
    }

    private static IEnumerable<string> AccountsOf(int size) =>
        size == Few ? Enumerable.Range(1, FewAccounts).Select(number => $"few-{number}") : [$"crowd-{size}"];

    private static Crowd NewCrowd(string account, int size, Uri vendor, IBus bus) => NewCrowd(account, size, vendor, (task, at) => bus.Publish(new TrackTask
    {
        GenerationId = Guid.CreateVersion7().ToString(),
        Account = account,
        Model = VendorDoor.Model,
        TaskId = task,
        SubmittedAt = at,
        Expected = new ExpectedVideo { Width = 1280, Height = 720, Resolution = 720, Fps = 30, Duration = 5, Audio = true },
    }));

    private static Crowd NewCrowd(string account, int size, Uri vendor, Func<string, DateTimeOffset, Task> watchAsync) =>
        new(account, size, new VendorDoor(vendor, account), watchAsync);

    private static string? Option(string[] args, string name) => Array.IndexOf(args, name) is >= 0 and var at && at + 1 < args.Length ? args[at + 1] : null;
}
