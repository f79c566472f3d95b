using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using MassTransit;
using MassTransit.Testing;
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
using Wan.Storage.Bodies;
using Wan.Submitter.Line;
using Wan.Submitter.Quotas;
using Wan.Submitter.Repairs;

namespace Wan.Submitter.Tests;

/// <summary>One Submitter in this process: real SQLite in a folder of its own (or a shared one), MassTransit's test harness, a vendor on the wire.</summary>
internal sealed class SubmitterUnderTest : IAsyncDisposable
{
    public const string Model = "wan2.7-r2v";

    private readonly WebApplication app;
    private readonly WarningLog warnings;
    private bool stopped;

    private SubmitterUnderTest(WebApplication app, WarningLog warnings)
    {
        this.app = app;
        this.warnings = warnings;
        Harness = app.Services.GetRequiredService<ITestHarness>();
    }

    public ITestHarness Harness { get; }

    public IServiceProvider Services => app.Services;

    /// <summary>What it has logged as a warning.</summary>
    public IReadOnlyCollection<string> Warnings => warnings.Lines;

    public Uri Address => new(app.Urls.First());

    public IDocuments<Submission> Submissions => app.Services.GetRequiredService<IDocuments<Submission>>();

    public IRequestBodies Bodies => app.Services.GetRequiredService<IRequestBodies>();

    public IDocuments<Quota> Quotas => app.Services.GetRequiredService<IDocuments<Quota>>();

    public static Task<SubmitterUnderTest> StartAsync(string folder, Uri vendor, params (string Key, string Value)[] settings) =>
        StartAsync(folder, vendor, TimeProvider.System, settings);

    public static async Task<SubmitterUnderTest> StartAsync(string folder, Uri vendor, TimeProvider clock, params (string Key, string Value)[] settings)
    {
        var builder = WebApplication.CreateSlimBuilder();
        var warnings = new WarningLog();
        builder.Logging.ClearProviders().AddProvider(warnings);
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["DASHSCOPE_API_KEY"] = "sk-one",
            ["DASHSCOPE_HTTP_BASE_URL"] = vendor.AbsoluteUri,
            ["Storage:Directory"] = folder,
            ["Submitter:SpacingMargin"] = "00:00:00.01",
            ["Submitter:ShortestBlock"] = "00:00:00.05",
            ["Submitter:ShortestPause"] = "00:00:00.5",
            ["Submitter:SweepInterval"] = "00:00:00.2",
            ["Submitter:Repair:FirstLook"] = "00:00:00.1",
            ["Submitter:Repair:LongestWait"] = "00:00:00.3",
            ["Submitter:Repair:AbsentAfter"] = "00:00:01",
            ["Submitter:Repair:HoldLook"] = "00:00:00.3",
            ["Submitter:Strays:Interval"] = "00:00:00.2",
            ["Submitter:Strays:FirstLook"] = "00:00:00.1",
            ["Accounts:0:Name"] = "default",
            ["Accounts:0:SubmitsPerSecond"] = "100",
            ["Accounts:0:RepairQueriesPerSecond"] = "20",
        });
        builder.Configuration.AddInMemoryCollection(settings.ToDictionary(setting => setting.Key, setting => (string?)setting.Value));
        builder.Services.AddSingleton(clock);
        builder.Services.AddSubmitter(builder.Configuration);
        PublishTokens.AddTo(builder.Services);
        builder.Services.AddMassTransitTestHarness(bus =>
        {
            bus.UseWanInMemory();
            bus.AddConsumer<SubmitGenerationConsumer>();
            bus.AddConsumer<ConfirmSubmissionsConsumer>();
            bus.AddConsumer<WithdrawSubmissionConsumer>();
            bus.AddConsumer<ResolveSubmissionConsumer>();
            bus.AddConsumer<GenerationRenderedConsumer>();
            bus.AddConsumer<RenderingFailedConsumer>();
            bus.AddConsumer<ArchiveRoomReportedConsumer>();
        });
        var app = builder.Build();
        app.MapQueue();
        app.MapWanHealth();
        await app.StartAsync();
        return new SubmitterUnderTest(app, warnings);
    }

    /// <summary>The command as an older release sends it, with the body in it; <see cref="HandleAsync"/> sends it as this one does.</summary>
    public static SubmitGeneration Command(
        string? id = null, string tenant = "default", string priority = "normal", string model = Model, string? prompt = null)
    {
        id ??= Guid.CreateVersion7().ToString();
        var body = new JsonObject
        {
            ["model"] = model, ["input"] = new JsonObject { ["prompt"] = prompt ?? $"A cat named {id}" }, ["parameters"] = new JsonObject { ["of"] = id },
        }.ToJsonString();
        return new SubmitGeneration
        {
            GenerationId = id,
            Model = model,
            Body = body,
            RequestHash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(body))),
            Tenant = tenant,
            Priority = priority,
            CreatedAt = DateTimeOffset.UtcNow,
            Expected = new ExpectedVideo { Resolution = 720, Fps = 30, Duration = 5, Audio = true },
        };
    }

    /// <summary>Whether a video could be kept now: if not, nothing is POSTed.</summary>
    public static ArchiveRoomReported Room(bool canKeep) => new()
    {
        Archiver = "one", At = DateTimeOffset.UtcNow, CanKeep = canKeep, Reason = canKeep ? null : "full", FreeBytes = 1, WantedBytes = 2,
    };

    /// <summary>Publishes a message and waits until its consumer has dealt with it. The body of a request is stored first, as Intake does it.</summary>
    public async Task HandleAsync<T>(T message) where T : class
    {
        if (message is SubmitGeneration { Body: { } body } command)
        {
            await Eventually.UntilAsync(() => TrySaveAsync(command.GenerationId, body), "its body stored");
            message = (T)(object)WithoutBody(command);
        }

        await HandleAsItIsAsync(message);
    }

    private async Task<bool> TrySaveAsync(string id, string body)
    {
        try
        {
            await Bodies.SaveAsync(id, Encoding.UTF8.GetBytes(body));
            return true;
        }
        catch (StorageUnavailableException)
        {
            return false; // A busy machine.
        }
    }

    /// <summary>The command as this release sends it.</summary>
    public static SubmitGeneration WithoutBody(SubmitGeneration command) => command with
    {
        Body = null,
        BodyBytes = Encoding.UTF8.GetByteCount(command.Body!),
        PromptSha256 = TaskIdentity.FingerprintOfBody(command.Body!),
    };

    /// <summary>Publishes a message and waits until its consumer has dealt with it.</summary>
    public async Task HandleAsItIsAsync<T>(T message) where T : class
    {
        var id = NewId.NextGuid();
        await Harness.Bus.Publish(message, context => context.MessageId = id);
        await Eventually.UntilAsync(
            () => Harness.Consumed.Select<T>(received => received.Context.MessageId == id, new CancellationToken(true)).Any(), $"{typeof(T).Name} consumed");
    }

    /// <summary>Puts so many generations into the line.</summary>
    public async Task<List<string>> EnterAsync(int count, Func<int, SubmitGeneration>? command = null)
    {
        var commands = Enumerable.Range(0, count).Select(number => command?.Invoke(number) ?? Command()).ToList();
        foreach (var each in commands)
            await HandleAsync(each);
        return commands.ConvertAll(each => each.GenerationId);
    }

    public IReadOnlyList<T> Published<T>(string generationId, Func<T, string> idOf) where T : class =>
        [.. Harness.Published.Select<T>(new CancellationToken(true)).Select(message => message.Context.Message).Where(message => idOf(message) == generationId)];

    public Task<GenerationSubmitted> SubmittedAsync(string generationId) => Eventually.FindAsync(
        () => Task.FromResult(Published<GenerationSubmitted>(generationId, message => message.GenerationId) is [.., var last] ? last : null), $"{generationId} submitted");

    public async Task<Submission> InStateAsync(string generationId, SubmissionState state)
    {
        Submission? found = null;
        await Eventually.UntilAsync(
            async () => (found = await Submissions.FindAsync(generationId))?.State == state, () => $"{generationId} {state}, is {found?.State}");
        return found!;
    }

    /// <summary>Waits until the repair has had so many more looks for it.</summary>
    public async Task LookedAtAsync(string generationId, int times)
    {
        var begun = (await InStateAsync(generationId, SubmissionState.Uncertain)).Looks;
        await Eventually.UntilAsync(
            async () => (await Submissions.FindAsync(generationId))!.Looks >= begun + times, $"{times} looks at the list for {generationId}");
    }

    /// <summary>Another generation, submitted and listed: it bears witness to what the list shows.</summary>
    public async Task<GenerationSubmitted> SubmitAnotherAsync()
    {
        var command = Command();
        await HandleAsync(command);
        return await SubmittedAsync(command.GenerationId);
    }

    /// <summary>The last that the saga was told of an uncertain one, once it is on hold.</summary>
    public Task<SubmissionUncertain> OnHoldAsync(string generationId) => Eventually.FindAsync(
        () => Task.FromResult(Published<SubmissionUncertain>(generationId, message => message.GenerationId).LastOrDefault(message => message.NeedsOperator == true)),
        $"{generationId} on hold");

    public Task EndTaskAsync(GenerationSubmitted submitted, string? prompt = null) => HandleAsync(new GenerationRendered
    {
        PromptSha256 = prompt is null ? null : TaskIdentity.Fingerprint(prompt),
        GenerationId = submitted.GenerationId,
        Account = submitted.Account,
        Model = submitted.Model,
        TaskId = submitted.TaskId,
        SealedVideoUrl = "sealed",
        UrlExpiresAt = DateTimeOffset.UtcNow.AddDays(1),
        SeenAt = DateTimeOffset.UtcNow,
    });

    public async Task<Quota> QuotaAsync(string account = "default") => (await Quotas.FindAsync(Quota.IdFor(account, Model)))!;

    /// <summary>Where a generation stands in the line, over HTTP; null if it doesn't wait.</summary>
    public async Task<QueuePlace?> PlaceAsync(string generationId)
    {
        using var http = new HttpClient { BaseAddress = Address };
        using var answer = await http.GetAsync(new Uri($"/v1/queue/{generationId}", UriKind.Relative));
        return answer.IsSuccessStatusCode ? await answer.Content.ReadFromJsonAsync<QueuePlace>() : null;
    }

    /// <summary>What <c>/health/ready</c> says; it must say yes.</summary>
    public async Task<string> ReadyAsync()
    {
        using var http = new HttpClient { BaseAddress = Address };
        return JsonNode.Parse(await http.GetStringAsync(new Uri("/health/ready", UriKind.Relative)))!["checks"]!.AsObject()
            .Aggregate("", (text, check) => $"{text}{check.Key}: {check.Value!["status"]}: {check.Value["message"]}\n");
    }

    public async Task StopAsync()
    {
        stopped = true;
        await app.StopAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!stopped)
            await StopAsync();
        await app.DisposeAsync();
    }
}
