using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using MassTransit;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Wan.Contracts;
using Wan.DashScope.Requests;
using Wan.Fixtures;
using Wan.Fixtures.Hosts;
using Wan.Storage;
using Wan.Storage.Bodies;
using Wan.Submitter.Line;
using Wan.Submitter.Quotas;

namespace Wan.Submitter.Tests;

/// <summary>Submitter on a bus of its own, in a hurry; several may share a folder.</summary>
internal sealed class SubmitterUnderTest : ServiceHost<SubmitGenerationConsumer>
{
    public const string Model = "wan2.7-r2v";

    private static readonly (string, string)[] Hurry =
    [
        ("DASHSCOPE_API_KEY", "sk-one"),
        ("Submitter:SpacingMargin", "00:00:00.01"),
        ("Submitter:ShortestBlock", "00:00:00.05"),
        ("Submitter:ShortestPause", "00:00:00.5"),
        ("Submitter:SweepInterval", "00:00:00.2"),
        ("Submitter:SilentAfter", "00:00:30"), // A look that another write overtook is had again then, within a test's patience.
        ("Submitter:Repair:FirstLook", "00:00:00.1"),
        ("Submitter:Repair:LongestWait", "00:00:00.3"),
        ("Submitter:Repair:AbsentAfter", "00:00:01"),
        ("Submitter:Repair:HoldLook", "00:00:00.3"),
        ("Submitter:Strays:Interval", "00:00:00.2"),
        ("Submitter:Strays:FirstLook", "00:00:00.1"),
        ("Accounts:0:Name", "default"),
        ("Accounts:0:SubmitsPerSecond", "100"),
        ("Accounts:0:RepairQueriesPerSecond", "20"),
    ];

    private SubmitterUnderTest(TemporaryFolder? folder, Uri vendor, (string Key, string Value)[] settings) : base(folder) =>
        Set([.. Hurry, ("DASHSCOPE_HTTP_BASE_URL", vendor.AbsoluteUri), .. settings]);

    /// <summary>What it has logged as a warning.</summary>
    public IEnumerable<string> Warnings =>
        Logs.Lines.Where(line => line.Level == LogLevel.Warning && line.Category.StartsWith("Wan.Submitter", StringComparison.Ordinal)).Select(line => line.Message);

    public IDocuments<Submission> Submissions => Service<IDocuments<Submission>>();

    public IRequestBodies Bodies => Service<IRequestBodies>();

    public IDocuments<Quota> Quotas => Service<IDocuments<Quota>>();

    public static Task<SubmitterUnderTest> StartAsync(TemporaryFolder? folder, Uri vendor, params (string Key, string Value)[] settings) =>
        StartAsync(new SubmitterUnderTest(folder, vendor, settings));

    /// <summary>The documents in a folder, where no Submitter runs.</summary>
    public static ServiceProvider Stored(TemporaryFolder folder)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("Storage:Directory", folder.Path), new("DASHSCOPE_API_KEY", "sk-one")]).Build();
        return new ServiceCollection().AddLogging().AddSubmitter(configuration).BuildServiceProvider();
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
        await Bus.Publish(message, context => context.MessageId = id);
        await Recorder.ConsumedAsync(id, typeof(T).Name);
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
        [.. Recorder.Published.OfType<T>().Where(message => idOf(message) == generationId)];

    public Task<GenerationSubmitted> SubmittedAsync(string generationId) => Eventually.FindAsync(
        () => Task.FromResult(Published<GenerationSubmitted>(generationId, message => message.GenerationId) is [.., var last] ? last : null), $"{generationId} submitted");

    public async Task<Submission> InStateAsync(string generationId, SubmissionState state)
    {
        Submission? found = null;
        await Eventually.UntilAsync(
            async () => (found = await FindAsync(generationId))?.State == state, () => $"{generationId} {state}, is {found?.State}");
        return found!;
    }

    // A store that has just come back may be late still.
    private async Task<Submission?> FindAsync(string generationId)
    {
        try
        {
            return await Submissions.FindAsync(generationId);
        }
        catch (StorageUnavailableException)
        {
            return null;
        }
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
}
