using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Wan.Fixtures;
using Wan.Intake;
using Wan.Storage;
using Wan.Submitter;

namespace Wan.Bench.Scale;

/// <summary>Data of its own with a history in it, an Intake on that, and the calls that are measured.</summary>
internal sealed class ScaleSet(string name, ScaleStore store, ServiceProcess intake) : IAsyncDisposable
{
    /// <summary>Generations of which the ids are kept, over the whole history; the smallest history has as many.</summary>
    public const int Samples = 2_000;

    private const int Due = 20;
    private const int DocumentsAtOnce = 1_000;

    // Claimed ones are due again at the next claim.
    private static readonly TimeSpan Lease = TimeSpan.FromTicks(1);

    private readonly HttpClient http = new() { BaseAddress = intake.Address };
    private readonly (string Id, long CreatedAt)[] samples = new (string, long)[Samples];
    private string last = "";

    public string Name => name;

    public ServiceProcess Intake => intake;

    /// <summary>Stores the history.</summary>
    /// <param name="count">So many finished generations, a multiple of <see cref="Samples"/>.</param>
    public async Task FillAsync(int count)
    {
        await store.PrepareAsync();
        var (history, watch, done) = (new FinishedGenerations(count, "of the history"), Stopwatch.StartNew(), 0);
        await Parallel.ForAsync(0, count, new ParallelOptions { MaxDegreeOfParallelism = DocumentsAtOnce }, async (number, token) =>
        {
            var finished = history.Make(number);
            await Task.WhenAll(
                store.Bodies.SaveAsync(finished.Generation.Id, finished.Body, token),
                InsertAsync(store.Generations, finished.Generation, token),
                InsertAsync(store.Submissions, finished.Submission, token),
                InsertAsync(store.Watches, finished.Watch, token),
                finished.Archive is { } archive ? InsertAsync(store.Archives, archive, token) : Task.CompletedTask);
            if (number % (count / Samples) == 0)
                samples[number / (count / Samples)] = (finished.Generation.Id, finished.Generation.CreatedAt.UtcTicks);
            if (Interlocked.Increment(ref done) % 100_000 == 0)
                await Console.Error.WriteLineAsync($"{done} stored after {watch.Elapsed.TotalSeconds:0} s");
        });
    }

    /// <summary>Stores the few that are due. No Intake may start after that: it would drive them on.</summary>
    public async Task AddDueAsync()
    {
        var unfinished = new FinishedGenerations(Due, "that is due");
        for (var number = 0; number < Due; number++)
        {
            var (generation, submission) = (unfinished.Make(number).Generation, unfinished.Make(number).Submission);
            (generation.CurrentState, generation.DueAt) = ("Rendering", generation.CreatedAt);
            (submission.State, submission.DueAt, submission.Task) = (SubmissionState.Waiting, submission.CreatedAt, null);
            await InsertAsync(store.Generations, generation, CancellationToken.None);
            await InsertAsync(store.Submissions, submission, CancellationToken.None);
        }
    }

    public async Task AcceptAsync(int number)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/generations")
        {
            Content = new StringContent(
                $$$"""{"model":"wan2.6-r2v-flash","input":{"prompt":"character1 dances, number {{{number}}}.","reference_urls":["https://example.com/dance.mp4"]},"parameters":{"size":"1280*720","duration":2}}""",
                Encoding.UTF8, "application/json"),
        };
        request.Headers.Add("Idempotency-Key", Guid.NewGuid().ToString());
        using var answer = await http.SendAsync(request);
        answer.EnsureSuccessStatusCode();
        last = (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString()!;
    }

    /// <summary>Waits until nothing is under way any more of what was accepted.</summary>
    public Task SettleAsync() => Eventually.UntilAsync(
        async () => (await http.GetFromJsonAsync<JsonElement>($"/v1/generations/{last}")).GetProperty("status").GetString() == "submitting",
        $"generation {last} with its saga");

    public Task GetAsync(int number) => ReadAsync($"/v1/generations/{samples[(number * 7) % Samples].Id}");

    public Task FirstPageAsync(int number) => ReadAsync("/v1/generations");

    public Task TenantPageAsync(int number) => ReadAsync($"/v1/generations?tenant={FinishedGenerations.TenantOf(number)}");

    public Task StatusPageAsync(int number) => ReadAsync("/v1/generations?status=failed");

    /// <summary>A page in the older half.</summary>
    public Task DeepPageAsync(int number)
    {
        var (id, createdAt) = samples[100 + (number * 7 % 900)];
        return ReadAsync($"/v1/generations?cursor={new PageCursor(createdAt, id)}");
    }

    public async Task ClaimAsync(int number) =>
        Check(await store.Generations.ClaimDueAsync(new DueClaim { Now = DateTimeOffset.UtcNow, Lease = Lease, Limit = 100 }));

    /// <summary>As the dispatcher does.</summary>
    public async Task ClaimOfLineAsync(int number) => Check(await store.Submissions.ClaimDueAsync(new DueClaim
    {
        Now = DateTimeOffset.UtcNow, Lease = Lease, Limit = 100, Group = Submission.WaitingFor(FinishedGenerations.Model), Order = ClaimOrder.LowestRank,
    }));

    public async ValueTask DisposeAsync()
    {
        await intake.DisposeAsync();
        http.Dispose();
        store.Dispose();
    }

    private static async Task InsertAsync<T>(IDocuments<T> documents, T document, CancellationToken cancellationToken) where T : class, IDocument
    {
        if (!await documents.InsertAsync(document, cancellationToken))
            throw new InvalidOperationException($"A {typeof(T).Name} with the id {document.Id} or its key is there already.");
    }

    private static void Check<T>(IReadOnlyList<T> claimed)
    {
        if (claimed.Count != Due)
            throw new InvalidOperationException($"{claimed.Count} were claimed where {Due} are due.");
    }

    private async Task ReadAsync(string path)
    {
        using var answer = await http.GetAsync(path);
        answer.EnsureSuccessStatusCode();
        await answer.Content.ReadAsByteArrayAsync();
    }
}
