using System.Reflection;
using System.Text.Json;
using MassTransit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;
using Wan.Contracts;
using Wan.Fixtures;

namespace Wan.Hosting.Tests;

/// <summary>What every service's bus does, on a real broker.</summary>
[Collection("rabbitmq")]
public sealed class BusConventionsTests(RabbitMqBroker broker)
{
    [Fact]
    public async Task A_queue_is_named_after_its_service_and_message_and_is_a_quorum_queue_with_a_dead_letter_exchange()
    {
        var virtualHost = await broker.CreateVirtualHostAsync();
        await using var app = await StartAsync(virtualHost, bus => bus.AddConsumer<CancelTaskConsumer>());

        await using var connection = await new ConnectionFactory { Uri = new Uri(virtualHost) }.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync();

        // The broker refuses to declare a queue again with other arguments than it has.
        var queue = await channel.QueueDeclareAsync("tests.cancel-task", durable: true, exclusive: false, autoDelete: false, arguments: new Dictionary<string, object?>
        {
            ["x-queue-type"] = "quorum",
            ["x-dead-letter-exchange"] = BusServiceCollectionExtensions.DeadLetter,
            ["x-delivery-limit"] = 50,
        });
        queue.QueueName.ShouldBe("tests.cancel-task");
        (await channel.QueueDeclarePassiveAsync(BusServiceCollectionExtensions.DeadLetter)).MessageCount.ShouldBe(0u);
    }

    [Fact]
    public async Task The_exchange_of_every_message_is_there_before_the_first_is_published()
    {
        var virtualHost = await broker.CreateVirtualHostAsync();
        await using var app = await StartAsync(virtualHost, bus => bus.AddConsumer<CancelTaskConsumer>());
        await using var connection = await new ConnectionFactory { Uri = new Uri(virtualHost) }.CreateConnectionAsync();
        var exchanges = typeof(CommandAttribute).Assembly.GetExportedTypes()
            .Select(type => type.GetCustomAttribute<EntityNameAttribute>()?.EntityName).OfType<string>().ToList();

        exchanges.Count.ShouldBeGreaterThan(20);
        foreach (var exchange in exchanges)
            await Eventually.UntilAsync(() => ExistsAsync(connection, exchange), $"the exchange {exchange}");
    }

    [Fact]
    public async Task Numbers_are_numbers()
    {
        var virtualHost = await broker.CreateVirtualHostAsync();
        await using var app = await StartAsync(virtualHost, bus => bus.AddConsumer<CancelTaskConsumer>());
        await using var connection = await new ConnectionFactory { Uri = new Uri(virtualHost) }.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync();
        var queue = (await channel.QueueDeclareAsync()).QueueName;
        await channel.QueueBindAsync(queue, "wan.generation-rendered", "");

        await app.Services.GetRequiredService<IBus>().Publish(new GenerationRendered
        {
            GenerationId = "g", Account = "default", Model = "m", TaskId = "t", SealedVideoUrl = "s",
            UrlExpiresAt = DateTimeOffset.UnixEpoch, SeenAt = DateTimeOffset.UnixEpoch, Usage = new() { Duration = 5.5m },
        });

        BasicGetResult? sent = null;
        await Eventually.UntilAsync(async () => (sent = await channel.BasicGetAsync(queue, autoAck: true)) is not null, "the event");
        var usage = JsonDocument.Parse(sent!.Body).RootElement.GetProperty("message").GetProperty("usage");
        usage.GetProperty("duration").GetDecimal().ShouldBe(5.5m);
    }

    [Fact]
    public async Task An_exchange_that_somebody_has_declared_otherwise_is_named()
    {
        var virtualHost = await broker.CreateVirtualHostAsync();
        await using var connection = await new ConnectionFactory { Uri = new Uri(virtualHost) }.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync();
        await channel.ExchangeDeclareAsync("wan.generation-completed", "topic", durable: true);
        using var meter = new MeterReader("wan.broker.");
        await using var app = Build(virtualHost, bus => bus.AddConsumer<CancelTaskConsumer>());
        await app.StartAsync();
        using var http = new HttpClient { BaseAddress = Address(app) };

        await Eventually.UntilAsync(
            async () =>
            {
                using var ready = await http.GetAsync(new Uri("/health/ready", UriKind.Relative));
                return !ready.IsSuccessStatusCode && (await ready.Content.ReadAsStringAsync()).Contains("wan.generation-completed", StringComparison.Ordinal);
            },
            "the exchange's name");
        meter.Now("wan.broker.endpoints.refused").ShouldBe([1]);
        meter.Now("wan.broker.endpoints.down").ShouldBe([1]);
        await channel.ExchangeDeleteAsync("wan.generation-completed");
        (await app.Services.GetRequiredService<IBusControl>().WaitForHealthStatus(BusHealthStatus.Healthy, TimeSpan.FromMinutes(1)))
            .ShouldBe(BusHealthStatus.Healthy);
        await Eventually.UntilAsync(() => meter.Now("wan.broker.endpoints.refused") is [0] && meter.Now("wan.broker.endpoints.down") is [0], "the figures of its end");
    }

    [Fact]
    public async Task A_connection_that_breaks_while_it_is_made_ready_is_made_again()
    {
        // A race in each: some are lost in it, if any can be.
        await Task.WhenAll(Enumerable.Range(0, 8).Select(async _ =>
        {
            var virtualHost = await broker.CreateVirtualHostAsync();
            await using var proxy = new TcpProxy(new Uri(virtualHost).Port, CutAtDeclaration.Times(3));
            await using var app = await StartAsync(proxy.Of(virtualHost).AbsoluteUri, bus =>
            {
                bus.AddConsumer<CancelTaskConsumer>();
                bus.AddConsumer<RefusalConsumer>();
            });

            proxy.Connections.ShouldBeGreaterThan(3);
        }));
    }

    [Fact]
    public async Task What_a_failing_handler_published_is_not_sent()
    {
        var virtualHost = await broker.CreateVirtualHostAsync();
        await using var app = await StartAsync(virtualHost, bus =>
        {
            bus.AddConsumer<CancelTaskConsumer>();
            bus.AddConsumer<RefusalConsumer>();
        });
        var bus = app.Services.GetRequiredService<IBus>();
        var witness = app.Services.GetRequiredService<Witness>();

        await bus.Publish(new CancelTask { GenerationId = "fails twice", Account = "default", TaskId = "task" });

        await Eventually.UntilAsync(() => witness.Refusals.Count > 0, "the answer of the third try");
        witness.Tries.ShouldBe(3);
        witness.Refusals.ShouldBe(["try 3"]);
    }

    [Fact]
    public async Task A_command_that_nobody_takes_is_an_error_and_an_event_is_not()
    {
        var virtualHost = await broker.CreateVirtualHostAsync();
        await using var app = await StartAsync(virtualHost, _ => { });
        var bus = app.Services.GetRequiredService<IBus>();

        await bus.Publish(new SubmissionWithdrawn { GenerationId = "nobody listens" });
        await Should.ThrowAsync<MessageReturnedException>(() => bus.Publish(new WithdrawSubmission { GenerationId = "nobody listens" }));
    }

    [Fact]
    public async Task Ready_says_which_dependency_is_missing_and_live_answers_all_the_same()
    {
        using var meter = new MeterReader("wan.broker.");
        await using var app = Build($"amqp://guest:guest@127.0.0.1:{FreePort.Next()}/", bus => bus.AddConsumer<CancelTaskConsumer>());
        await app.StartAsync();
        using var http = new HttpClient { BaseAddress = Address(app) };

        using var live = await http.GetAsync(new Uri("/health/live", UriKind.Relative));
        live.IsSuccessStatusCode.ShouldBeTrue();
        using var ready = await http.GetAsync(new Uri("/health/ready", UriKind.Relative));
        ready.StatusCode.ShouldBe(System.Net.HttpStatusCode.ServiceUnavailable);
        (await ready.Content.ReadAsStringAsync()).ShouldContain("masstransit-bus");
        meter.Now("wan.broker.endpoints.down").ShouldContain(1);
    }

    [Theory]
    [InlineData(null, "is not set")]
    [InlineData("http://localhost", "must be an AMQP URL")]
    [InlineData("nonsense", "must be an AMQP URL")]
    public void A_wrong_broker_address_is_named(string? address, string problem)
    {
        var thrown = Should.Throw<ConfigurationProblemException>(() => Build(address, _ => { }));
        thrown.Message.ShouldStartWith("WAN_RABBITMQ: ");
        thrown.Message.ShouldContain(problem);
    }

    [Fact]
    public async Task A_wrong_setting_ends_the_process_with_one_line()
    {
        var exitCode = await WanHostingExtensions.RunAsync([], _ => Build("nonsense", _ => { }));
        exitCode.ShouldBe(78);
    }

    private static async Task<bool> ExistsAsync(IConnection connection, string exchange)
    {
        await using var channel = await connection.CreateChannelAsync();
        try
        {
            await channel.ExchangeDeclarePassiveAsync(exchange);
            return true;
        }
        catch (OperationInterruptedException exception) when (exception.ShutdownReason?.ReplyCode == 404)
        {
            return false;
        }
    }

    private static async Task<WebApplication> StartAsync(string address, Action<IBusRegistrationConfigurator> configure)
    {
        var app = Build(address, configure);
        await app.StartAsync();
        (await app.Services.GetRequiredService<IBusControl>().WaitForHealthStatus(BusHealthStatus.Healthy, TimeSpan.FromMinutes(1)))
            .ShouldBe(BusHealthStatus.Healthy);
        return app;
    }

    private static WebApplication Build(string? address, Action<IBusRegistrationConfigurator> configure)
    {
        var builder = WebApplication.CreateSlimBuilder(["--urls=http://127.0.0.1:0"]);
        builder.Configuration["WAN_RABBITMQ"] = address;
        builder.AddWanHosting("tests");
        builder.Services.AddSingleton<Witness>();
        builder.Services.AddWanBus(builder.Configuration, configure);
        var app = builder.Build();
        app.MapWanHealth();
        return app;
    }

    private static Uri Address(WebApplication app) =>
        new(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
}

internal sealed class Witness
{
    public int Tries { get; set; }

    public List<string> Refusals { get; } = [];
}

internal sealed class CancelTaskConsumer(Witness witness) : IConsumer<CancelTask>
{
    public async Task Consume(ConsumeContext<CancelTask> context)
    {
        witness.Tries++;
        await context.Publish(new TaskCancellationRefused { GenerationId = "g", TaskId = "t", Message = $"try {witness.Tries}" });
        if (witness.Tries < 3)
            throw new InvalidOperationException("Not yet.");
    }
}

internal sealed class RefusalConsumer(Witness witness) : IConsumer<TaskCancellationRefused>
{
    public Task Consume(ConsumeContext<TaskCancellationRefused> context)
    {
        witness.Refusals.Add(context.Message.Message);
        return Task.CompletedTask;
    }
}
