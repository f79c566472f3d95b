using System.Globalization;
using System.Text;
using System.Text.Json;
using Wan.Fixtures;
using Wan.Storage;
using Xunit.Abstractions;

namespace Wan.Intake.Tests;

/// <summary>
/// On a real broker, a thousand spoilt messages, or as many as <c>WAN_TEST_SPOILT_MESSAGES</c> says, each tenth of them twice: every one is accepted or rejected, and
/// none lies in the way or costs a connection.
/// </summary>
[Collection("rabbitmq")]
public sealed class BusDoorFuzzTests(RabbitMqBroker broker, ITestOutputHelper output)
{
    private const string Good = """{"model":"wan2.6-r2v","input":{"prompt":"character1","reference_urls":["https://e.com/a.png"]},"client_request_id":"good"}""";

    private static readonly int Messages =
        int.TryParse(Environment.GetEnvironmentVariable("WAN_TEST_SPOILT_MESSAGES"), NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : 1_000;

    private static TimeSpan Patience => Eventually.Patience + TimeSpan.FromMilliseconds(20 * Messages);

    [Fact]
    public async Task Every_spoilt_message_is_either_accepted_or_rejected_and_stops_nothing()
    {
        var virtualHost = await broker.CreateVirtualHostAsync();
        await using var proxy = new TcpProxy(new Uri(virtualHost).Port);
        await using var intake = new IntakeApplication(false, ("WAN_RABBITMQ", proxy.Of(virtualHost).AbsoluteUri), ("Intake:MaxRequestBytes", "50000"));
        using var http = intake.CreateClient();
        await Eventually.UntilAsync(async () => (await http.GetAsync("/health/ready")).IsSuccessStatusCode, "Intake to be ready");
        await using var careless = new TcpProxy(new Uri(virtualHost).Port, PassNoTextAsync);
        await using var outsider = await Outsider.ConnectAsync(careless.Of(virtualHost).AbsoluteUri);
        await outsider.ReceiveAsync("wan.submit-generation");
        var connections = proxy.Connections;

        for (var number = 0; number < Messages; number++)
        {
            for (var times = number % 10 == 0 ? 2 : 1; times > 0; times--)
            {
                var (body, properties) = SpoiltMessages.Make(number);
                await outsider.SendAsync(body, properties);
            }
        }

        await Eventually.UntilAsync(
            async () => intake.Errors.Any() || outsider.Rejections.DistinctBy(MessageId).Count() + (await AcceptedAsync(intake)).Count >= Messages,
            () => $"{Messages} answers; {outsider.Rejections.DistinctBy(MessageId).Count()} are rejected. {outsider.Refusal}", Patience);
        intake.Errors.ShouldBeEmpty();
        await outsider.SendAsync(Encoding.UTF8.GetBytes(Good), "application/json");
        await Eventually.UntilAsync(async () => await intake.Generations.FindByUniqueKeyAsync("default/good") is not null, "the good command to be taken");
        await Eventually.UntilAsync(async () => await outsider.CountAsync("intake.generate-video") == 0, "the queue to be empty");

        var (rejections, accepted) = (outsider.Rejections, (await AcceptedAsync(intake)).Where(generation => generation.ClientRequestId != "good").ToList());
        output.WriteLine($"{Messages} messages: {accepted.Count} accepted, {Messages - accepted.Count} rejected: "
            + string.Join(", ", rejections.DistinctBy(MessageId).CountBy(Code).OrderByDescending(code => code.Value).Select(code => $"{code.Key} {code.Value}")));
        var rejected = rejections.GroupBy(MessageId).ToDictionary(told => told.Key!, told => told.Select(Text("generation_id")).Distinct().Count());
        rejected.Keys.ShouldBeSubsetOf(Enumerable.Range(0, Messages).Select(SpoiltMessages.Id));
        rejected.ShouldAllBe(told => told.Value == 1);
        (rejected.Count + accepted.Count).ShouldBe(Messages);
        Enumerable.Range(0, Messages).Where(number => rejected.ContainsKey(SpoiltMessages.Id(number))).Select(SpoiltMessages.OwnId)
            .Intersect(accepted.Select(generation => generation.ClientRequestId)).ShouldBeEmpty();
        accepted.Count.ShouldBeGreaterThan(Messages / 20);
        foreach (var queue in new[] { "intake.generate-video_error", "intake.generate-video_skipped", "intake.generation_error", "intake.generation_skipped" })
            (await outsider.CountAsync(queue)).ShouldBeNull(queue);
        (await outsider.CountAsync("wan.dead-letter")).ShouldBe(0u);
        proxy.Connections.ShouldBe(connections);
        intake.Errors.ShouldBeEmpty();
    }

    private static async Task<IReadOnlyList<Generation>> AcceptedAsync(IntakeApplication intake)
    {
        List<Generation> found = [];
        string? cursor = null;
        do
        {
            var page = await intake.Generations.PageAsync(new PageQuery { Limit = 1000, Cursor = cursor });
            found.AddRange(page.Items.Where(generation => generation.Status != "rejected"));
            cursor = page.Next;
        }
        while (cursor is not null);
        return found;
    }

    // As a client does that cares for UTF-8 as little as the broker.
    private static async Task PassNoTextAsync(Stream from, Stream to, int number, CancellationToken cancellationToken)
    {
        var marker = Encoding.ASCII.GetBytes(SpoiltMessages.NoText);
        var buffer = new byte[64 * 1024];
        while (await from.ReadAsync(buffer, cancellationToken) is > 0 and var read)
        {
            for (int at; (at = buffer.AsSpan(0, read).IndexOf(marker)) >= 0;)
                buffer.AsSpan(at, marker.Length).Fill(0xff);
            await to.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
        }
    }

    private static string? MessageId(JsonElement rejection) => Text("message_id")(rejection);

    private static string Code(JsonElement rejection) => rejection.GetProperty("findings")[0].GetProperty("code").GetString()!;

    private static Func<JsonElement, string?> Text(string name) => rejection => rejection.TryGetProperty(name, out var text) ? text.GetString() : null;
}
