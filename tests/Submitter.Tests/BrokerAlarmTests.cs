using System.Collections.Concurrent;
using MassTransit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Wan.Contracts;
using Wan.DashScope.Requests;
using Wan.Fixtures;
using Wan.Hosting;
using Wan.Storage;
using Wan.Submitter.Posting;
using Wan.Submitter.Repairs;

namespace Wan.Submitter.Tests;

/// <summary>A broker that lacks memory or disk takes nothing that is published.</summary>
public sealed class BrokerAlarmTests
{
    // Inserted, claimed.
    private const int Claimed = 2;

    [Fact]
    public async Task What_could_not_be_told_meanwhile_is_told_once_it_is_over()
    {
        await using var broker = await RabbitMqBroker.StartOwnAsync();
        var virtualHost = await broker.CreateVirtualHostAsync();
        var heard = new ConcurrentDictionary<string, bool>();
        var saga = Bus.Factory.CreateUsingRabbitMq(bus =>
        {
            bus.Host(new Uri(virtualHost));
            bus.ReceiveEndpoint("saga", endpoint => endpoint.Handler<GenerationSubmitted>(context =>
            {
                heard[context.Message.GenerationId] = true;
                return Task.CompletedTask;
            }));
        });
        await saga.StartAsync();
        using var folder = new TemporaryFolder();
        await using var vendor = await StubVendor.StartAsync();
        await using var app = Build(virtualHost, folder.Path, vendor.BaseUrl);
        await app.StartAsync();
        var (submissions, alarm) = (app.Services.GetRequiredService<IDocuments<Submission>>(), app.Services.GetRequiredService<BrokerAlarm>());
        var first = await InsertAsync(submissions, 1, DateTimeOffset.UtcNow);
        await Eventually.UntilAsync(() => heard.ContainsKey(first[0]), "the bus");

        await broker.SetMemoryAlarmAsync(true);
        var ids = await InsertAsync(submissions, 3, DateTimeOffset.UtcNow.AddSeconds(5)); // So that they are claimed together.
        await Eventually.UntilAsync(() => alarm.Reason is not null, "Submitter to know");
        await Eventually.UntilAsync(async () => (await FindAsync(submissions, ids)).All(submission => submission.Version > Claimed && submission.DueAt < DateTimeOffset.UtcNow.AddMinutes(1)), "all to be given back");
        heard.Keys.Intersect(ids).ShouldBeEmpty();

        // What has to be found out of a POST needs no broker, and is asked for meanwhile.
        var uncertain = await InsertUncertainAsync(submissions);
        await Eventually.UntilAsync(async () => (await submissions.FindAsync(uncertain))!.Looks > 0, "a look at one that is uncertain");
        alarm.Reason.ShouldNotBeNull();

        await broker.SetMemoryAlarmAsync(false);
        await Eventually.UntilAsync(() => ids.All(heard.ContainsKey), "all to be told");
        await saga.StopAsync();
    }

    // Publishing is given up after a hundredth of the usual time; a silent submission would be told again after an hour.
    private static WebApplication Build(string virtualHost, string folder, Uri vendor)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["WAN_RABBITMQ"] = virtualHost,
            ["DASHSCOPE_API_KEY"] = "sk-one",
            ["DASHSCOPE_HTTP_BASE_URL"] = vendor.AbsoluteUri,
            ["Storage:Directory"] = folder,
            ["Submitter:SilentAfter"] = "01:00:00",
        });
        builder.Services.AddSingleton<TimeProvider>(new FastClock());
        builder.Services.AddSubmitter(builder.Configuration);
        builder.Services.AddWanBus(builder.Configuration, bus => bus.AddConsumer<GenerationRenderedConsumer>());
        return builder.Build();
    }

    /// <summary>Submissions that are silent, and told again when they are due.</summary>
    private static async Task<IReadOnlyList<string>> InsertAsync(IDocuments<Submission> submissions, int count, DateTimeOffset dueAt)
    {
        var at = DateTimeOffset.UtcNow.AddMinutes(-10);
        var ids = Enumerable.Range(0, count).Select(_ => Guid.CreateVersion7().ToString()).ToList();
        foreach (var id in ids)
        {
            (await submissions.InsertAsync(new Submission
            {
                Id = id, CreatedAt = at, DueAt = dueAt, State = SubmissionState.Submitted, Model = SubmitterUnderTest.Model, RequestHash = "r", Tenant = "default", Rank = 1,
                Task = new VendorTask($"task-{id}", "default", "attempt", null, at),
            })).ShouldBeTrue();
        }

        return ids;
    }

    private static async Task<string> InsertUncertainAsync(IDocuments<Submission> submissions)
    {
        var now = DateTimeOffset.UtcNow;
        var submission = new Submission
        {
            Id = Guid.CreateVersion7().ToString(), CreatedAt = now, DueAt = now, State = SubmissionState.Uncertain, Model = SubmitterUnderTest.Model, RequestHash = "u",
            PromptSha256 = TaskIdentity.Fingerprint("A cat"), Tenant = "default", Rank = 2,
            Attempts = [new Attempt { Id = "u", Account = "default", RequestHash = "u", SendAt = now, NotAfter = now, EndedAt = now }],
        };
        (await submissions.InsertAsync(submission)).ShouldBeTrue();
        return submission.Id;
    }

    private static async Task<IReadOnlyList<Submission>> FindAsync(IDocuments<Submission> submissions, IReadOnlyList<string> ids) =>
        [.. (await Task.WhenAll(ids.Select(id => submissions.FindAsync(id)))).Select(submission => submission.ShouldNotBeNull())];
}
