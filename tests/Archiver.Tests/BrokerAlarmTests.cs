using System.Collections.Concurrent;
using MassTransit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Wan.Contracts;
using Wan.DashScope;
using Wan.Fixtures;
using Wan.Hosting;
using Wan.Storage;

namespace Wan.Archiver.Tests;

/// <summary>A broker that lacks memory or disk takes nothing that is published.</summary>
public sealed class BrokerAlarmTests
{
    [Fact]
    public async Task Deletions_that_could_not_be_told_meanwhile_are_told_once_it_is_over()
    {
        await using var broker = await RabbitMqBroker.StartOwnAsync();
        var virtualHost = await broker.CreateVirtualHostAsync();
        var heard = new ConcurrentDictionary<string, bool>();
        var saga = Bus.Factory.CreateUsingRabbitMq(bus =>
        {
            bus.Host(new Uri(virtualHost));
            bus.ReceiveEndpoint("saga", endpoint => endpoint.Handler<VideoDeleted>(context =>
            {
                heard[context.Message.GenerationId] = true;
                return Task.CompletedTask;
            }));
        });
        await saga.StartAsync();
        using var folder = new TemporaryFolder();
        await using var app = Build(virtualHost, folder);
        await app.StartAsync();
        var (archives, alarm) = (app.Services.GetRequiredService<IDocuments<Archive>>(), app.Services.GetRequiredService<BrokerAlarm>());
        var first = await InsertAsync(archives, 1, DateTimeOffset.UtcNow);
        await Eventually.UntilAsync(() => heard.ContainsKey(first[0]), "the bus");

        await broker.SetMemoryAlarmAsync(true);
        var ids = await InsertAsync(archives, 3, DateTimeOffset.UtcNow.AddSeconds(5)); // So that they are claimed together.
        await Eventually.UntilAsync(() => alarm.Reason is not null, "Archiver to know");
        await Eventually.UntilAsync(async () => (await FindAsync(archives, ids)).All(archive => archive.DueAt < DateTimeOffset.UtcNow), "all to be given back, or not even claimed");

        await broker.SetMemoryAlarmAsync(false);
        await Eventually.UntilAsync(() => ids.All(heard.ContainsKey), "all to be told");
        await Eventually.UntilAsync(async () => (await FindAsync(archives, ids)).All(archive => archive.State is ArchiveState.Deleted), "all to be noted as deleted");
        await saga.StopAsync();
    }

    // Publishing is given up after a hundredth of the usual time; a claim holds for an hour.
    private static WebApplication Build(string virtualHost, TemporaryFolder folder)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["WAN_RABBITMQ"] = virtualHost,
            ["DASHSCOPE_API_KEY"] = "sk-test",
            ["Storage:Directory"] = folder.File("data"),
            ["Archive:Directory"] = folder.File("archive"),
            ["Archive:MinFreeBytes"] = "1",
            ["Archiver:Lease"] = "01:00:00",
        });
        builder.Services.AddSingleton<TimeProvider>(new FastClock());
        builder.Services.AddDashScope(builder.Configuration);
        builder.Services.AddArchiver(builder.Configuration);
        builder.Services.AddWanBus(builder.Configuration, bus => bus.AddConsumer<ArchiveVideoConsumer>());
        return builder.Build();
    }

    /// <summary>Archives whose time is over.</summary>
    private static async Task<IReadOnlyList<string>> InsertAsync(IDocuments<Archive> archives, int count, DateTimeOffset dueAt)
    {
        var at = DateTimeOffset.UtcNow.AddDays(-1);
        var ids = Enumerable.Range(0, count).Select(_ => Guid.CreateVersion7().ToString()).ToList();
        foreach (var id in ids)
        {
            (await archives.InsertAsync(new Archive
            {
                Id = id, CreatedAt = at, DueAt = dueAt, State = ArchiveState.Deleting, DeletionReason = "It is old.", Tenant = "acme", Account = "default", Model = "wan2.7-r2v",
                TaskId = "task", Expected = Clips.Expected, Key = $"2026-11-01/{id}.mp4",
                Video = new() { Bytes = 1, Sha256 = new string('a', 64), Width = 2, Height = 2, Fps = 30, Duration = 5, Audio = true, ArchivedAt = at },
            })).ShouldBeTrue();
        }

        return ids;
    }

    private static async Task<IReadOnlyList<Archive>> FindAsync(IDocuments<Archive> archives, IReadOnlyList<string> ids) =>
        [.. (await Task.WhenAll(ids.Select(id => archives.FindAsync(id)))).Select(archive => archive.ShouldNotBeNull())];
}
