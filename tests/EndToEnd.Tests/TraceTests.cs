using System.Globalization;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using RabbitMQ.Client;
using Wan.Fixtures;

namespace Wan.EndToEnd.Tests;

/// <summary>What a trace viewer gets of generations that went through four processes and their documents.</summary>
[Collection("rabbitmq 3")]
public sealed class TraceTests(RabbitMqBroker broker) : IAsyncDisposable
{
    private const int Each = 20;
    private const int MostLevels = 4;
    private const string Requester = "00f067aa0ba902b7";
    private const string Key = "sk-never-to-be-seen";
    private const string Secret = "never-to-be-seen-either";

    private readonly HttpClient http = new();

    public ValueTask DisposeAsync()
    {
        http.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Each_generation_is_one_tree_from_either_door_to_any_end_though_processes_are_killed()
    {
        await using var collector = await Collector.StartAsync();
        var virtualHost = await broker.CreateVirtualHostAsync();
        await using var installation = await Installation.StartInFourProcessesAsync(
            virtualHost,
            runningTasks: 8,
            ("DASHSCOPE_API_KEY", Key),
            ("Poller__VendorEventsSecret", Secret),
            ("OTEL_EXPORTER_OTLP_ENDPOINT", collector.Address),
            ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"),
            ("OTEL_BSP_SCHEDULE_DELAY", "100"));
        await installation.Simulator.SetFaultsAsync(
            new { kind = "task_fails", match = "Fails", code = "InternalError.Algo" }, new { kind = "submit_error", match = "Refused", status = 400, code = "InvalidParameter" });

        // Some are to fail at the vendor, some to be refused by it, some to be cancelled; and one is not to be recorded.
        var unrecorded = await installation.Door.PlaceAsync(Order.Make(1, "Unrecorded"), $"00-{TraceIdOf(999)}-{Requester}-00");
        var placed = await PlaceOverHttpAsync(installation);
        await SendOverAmqpAsync(virtualHost);
        foreach (var (_, id) in placed.Where(placed => placed.Order.Prompt.StartsWith("Cancelled", StringComparison.Ordinal)))
            (await http.PostAsJsonAsync(new Uri(installation["Intake"].Address, $"/v1/generations/{id}/cancel"), new { discard = true })).EnsureSuccessStatusCode();
        foreach (var service in new[] { "Poller", "Archiver" })
        {
            await Eventually.UntilAsync(async () => await installation.Simulator.CountAsync("tasks") >= 10, () => $"tasks in mid-run{installation.Tails()}");
            await installation[service].KillAsync();
            await installation[service].StartAsync();
        }

        // What runs is learned by queries and lists; of some the vendor says so itself.
        foreach (var task in (await installation.Simulator.GetLedgerAsync()).Tasks)
            await TellAsync(installation, task.Id);

        var sent = await Task.WhenAll(Enumerable.Range(1, Each).Select(number => FindAsync(installation, $"amqp-{number}")));
        var ended = await installation.Door.WaitForEndsAsync([.. placed.Select(order => order.Id), .. sent], Eventually.Patience, installation.Tails, evenIfUncertain: true);
        var rejected = await RejectedAsync(installation);

        ended.Select(generation => generation.Status).Distinct().Order().ShouldBe(["cancelled", "completed", "failed"]);
        ended.Select(generation => generation.TraceId).Distinct().Count().ShouldBe(2 * Each);
        foreach (var (order, index) in placed.Select((order, index) => (order, index)))
            ended[index].TraceId.ShouldBe(TraceIdOf(index + 1), order.Order.Prompt);
        foreach (var number in Enumerable.Range(1, Each).Where(number => HeadersOf(number) is not null))
            ended[Each + number - 1].TraceId.ShouldBe(TraceIdOf(100 + number), $"AMQP message {number}");

        var tasks = (await installation.Simulator.GetLedgerAsync()).Tasks;
        foreach (var generation in ended)
            await CheckAsync(generation, collector, tasks.SingleOrDefault(task => task.Id == generation.TaskId));
        var refusal = await WholeAsync(collector, rejected.TraceId!, tree => tree.Spans.Count > 0);
        (refusal.Roots.Single().Name, refusal.Roots.Single()["wan.generation.id"], refusal.Roots.Single().IsError).ShouldBe(("wan.generate-video process", rejected.Id, true));
        await CheckTheRestAsync(collector);

        (await installation.Door.WaitForEndsAsync([unrecorded], Eventually.Patience, installation.Tails))[0].Status.ShouldBe("completed");
        tasks.Single(task => task.Prompt.StartsWith("Unrecorded", StringComparison.Ordinal)).TraceParent!.ShouldMatch($"^00-{TraceIdOf(999)}-[0-9a-f]{{16}}-00$");
        collector.Spans.ShouldNotContain(span => span.TraceId == TraceIdOf(999));
    }

    private static async Task<(Order Order, string Id)[]> PlaceOverHttpAsync(Installation installation) =>
        await Task.WhenAll(Enumerable.Range(1, Each).Select(async number =>
        {
            var order = Order.Make(number, (number % 5) switch { 1 => "Fails", 2 => "Refused", 3 => "Cancelled", _ => "Http" });
            return (order, await installation.Door.PlaceAsync(order, $"00-{TraceIdOf(number)}-{Requester}-01"));
        }));

    // As clients of other makes send them: text, bytes, MassTransit's own header, none; and what is no trace decides about nothing.
    private static async Task SendOverAmqpAsync(string virtualHost)
    {
        await using var connection = await new ConnectionFactory { Uri = new Uri(virtualHost) }.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync(new CreateChannelOptions(true, true));
        for (var number = 1; number <= Each; number++)
        {
            var body = Order.Make(number, "Amqp").Body;
            body["client_request_id"] = $"amqp-{number}";
            await SendAsync(Encoding.UTF8.GetBytes(body.ToJsonString()), HeadersOf(number) ?? new Dictionary<string, object?>
            {
                ["traceparent"] = "00-nonsense", ["MT-Activity-Correlation-Context"] = "userId=1,serverNode=DF%2028", ["baggage"] = "=;,", ["tracestate"] = new string('x', 5000),
            });
        }

        await SendAsync("""{"client_request_id":"amqp-spoilt"}"""u8.ToArray(), new() { ["traceparent"] = $"00-{TraceIdOf(200)}-{Requester}-01" });

        async Task SendAsync(byte[] body, Dictionary<string, object?> headers) =>
            await channel.BasicPublishAsync("wan.generate-video", "", mandatory: true, new BasicProperties { ContentType = "application/json", Headers = headers }, body);
    }

    private static Dictionary<string, object?>? HeadersOf(int number)
    {
        var traceParent = $"00-{TraceIdOf(100 + number)}-{Requester}-01";
        return (number % 4) switch
        {
            0 => new() { ["traceparent"] = traceParent, ["tracestate"] = "vendor=1" },
            1 => new() { ["traceparent"] = Encoding.ASCII.GetBytes(traceParent) },
            2 => new() { ["MT-Activity-Id"] = traceParent },
            _ => null,
        };
    }

    private static async Task CheckAsync(Installations.Generation generation, Collector collector, LedgerTask? task)
    {
        string[] once = generation.Status == "completed"
            ? ["wan.generation", "wan.waiting", "wan.vendor.queued", "wan.vendor.rendering", "wan.archiving", "wan.submit"]
            : ["wan.generation", "wan.waiting"];
        var tree = await WholeAsync(collector, generation.TraceId!, tree => once.All(name => tree[name].Count >= 1));

        tree.Roots.Single().Name.ShouldBeOneOf("POST /v1/generations", "wan.generate-video process");
        tree.Depth.ShouldBeLessThanOrEqualTo(MostLevels, tree.ToString());
        once.ShouldAllBe(name => tree[name].Count == 1, tree.ToString());
        tree.Spans.Where(span => span.Name.StartsWith("wan.", StringComparison.Ordinal) || span.Name.EndsWith(" process", StringComparison.Ordinal))
            .ShouldAllBe(span => span["wan.generation.id"] == generation.Id, tree.ToString());
        var whole = tree["wan.generation"][0];
        (whole["wan.generation.status"], whole.IsError, whole["error.type"]).ShouldBe((generation.Status, generation.Status == "failed", generation.Error?.Code));
        if (generation.Status != "completed")
            return;

        var slack = TimeSpan.FromMilliseconds(10);
        tree["wan.vendor.queued"][0].Start.ShouldBe(task!.SubmittedAt!.Value, slack);
        tree["wan.vendor.rendering"][0].Start.ShouldBe(task.ScheduledAt!.Value, slack);
        tree["wan.vendor.rendering"][0].End.ShouldBe(task.EndsAt!.Value, slack);
        task.TraceParent!.ShouldContain(generation.TraceId!);
    }

    // Requests for what has become of them are traces of their own; sweeps, probes and lists are none.
    private static async Task CheckTheRestAsync(Collector collector)
    {
        await Eventually.UntilAsync(() => Task.FromResult(Broken().Count == 0), () => $"whole trees; these are not:\n{string.Join("\n\n", Broken())}");
        collector.Spans.Select(span => span.Name).ShouldNotContain(name => name.Contains("health", StringComparison.Ordinal));
        foreach (var secret in new[] { "somebody dances", "character1 dances", "Signature=", Key, Secret })
            collector.Everything.ShouldNotContain(body => Contains(body, Encoding.UTF8.GetBytes(secret)), secret);

        List<TraceTree> Broken()
        {
            var spans = collector.Spans;
            return [.. spans.Select(span => span.TraceId).Distinct().Select(id => new TraceTree(id, spans)).Where(tree => tree.Roots.Count != 1 || !IsDoor(tree.Roots[0]))];
        }

        static bool IsDoor(OtlpSpan root) => root.Name == "wan.generate-video process" || root.Name.StartsWith("GET ", StringComparison.Ordinal) || root.Name.StartsWith("POST ", StringComparison.Ordinal);
    }

    private static bool Contains(byte[] body, byte[] part) => body.AsSpan().IndexOf(part) >= 0;

    private static async Task<TraceTree> WholeAsync(Collector collector, string traceId, Func<TraceTree, bool> isWhole)
    {
        await Eventually.UntilAsync(() => Task.FromResult(Tree() is { Roots.Count: 1 } tree && isWhole(tree)), () => $"all of trace {traceId}; so far\n{Tree()}");
        return Tree();

        TraceTree Tree() => new(traceId, collector.Spans);
    }

    private static string TraceIdOf(int number) => string.Create(CultureInfo.InvariantCulture, $"4bf92f3577b34da6a3ce929d{number:x8}");

    // As EventBridge does.
    private async Task TellAsync(Installation installation, string taskId)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(installation["Poller"].Address, "/vendor/events"));
        request.Headers.Add("x-eventbridge-signature-token", Secret);
        request.Content = JsonContent.Create(new { data = new { task_id = taskId } });
        using var response = await http.SendAsync(request);
        response.EnsureSuccessStatusCode();
    }

    private async Task<string> FindAsync(Installation installation, string clientRequestId) => (await FindOneAsync(installation, clientRequestId)).Id;

    private Task<Installations.Generation> RejectedAsync(Installation installation) => Eventually.FindAsync(
        async () => (await PageAsync(installation, "status=rejected")).SingleOrDefault(), "the rejected one");

    private Task<Installations.Generation> FindOneAsync(Installation installation, string clientRequestId) => Eventually.FindAsync(
        async () => (await PageAsync(installation, $"client_request_id={clientRequestId}")).SingleOrDefault(), clientRequestId);

    private async Task<IReadOnlyList<Installations.Generation>> PageAsync(Installation installation, string query)
    {
        var page = await http.GetFromJsonAsync<JsonElement>(new Uri(installation["Intake"].Address, $"/v1/generations?{query}"));
        return page.GetProperty("items").Deserialize<List<Installations.Generation>>()!;
    }
}
