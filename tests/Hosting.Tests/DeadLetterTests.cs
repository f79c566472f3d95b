using System.Text;
using MassTransit;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using RabbitMQ.Client;
using Wan.Contracts;
using Wan.Fixtures;

namespace Wan.Hosting.Tests;

/// <summary>What a queue of ours gives up on lies in the dead-letter queue, with where it came from, and the queue goes on.</summary>
[Collection("rabbitmq")]
public sealed class DeadLetterTests(RabbitMqBroker broker) : IAsyncLifetime
{
    private const string Queue = "tests.cancel-task", Exchange = "wan.cancel-task";

    private string virtualHost = null!;
    private IConnection connection = null!;
    private IChannel channel = null!;

    public async Task InitializeAsync()
    {
        virtualHost = await broker.CreateVirtualHostAsync();
        await using (var declares = await StartAsync())
            await declares.StopAsync();
        connection = await new ConnectionFactory { Uri = new Uri(virtualHost) }.CreateConnectionAsync();
        channel = await connection.CreateChannelAsync(new CreateChannelOptions(true, true));
    }

    public async Task DisposeAsync()
    {
        await channel.DisposeAsync();
        await connection.DisposeAsync();
    }

    [Fact]
    public async Task What_everybody_who_took_it_died_of_does_so_no_more_than_the_limit_allows()
    {
        await channel.BasicPublishAsync(Exchange, "", mandatory: true, "kills whoever takes it"u8.ToArray());
        await channel.BasicPublishAsync(Exchange, "", mandatory: true, new BasicProperties { ContentType = "application/vnd.masstransit+json" }, Command());
        var deaths = 0;
        while (await DieOfFirstAsync("kills"))
            (++deaths).ShouldBeLessThanOrEqualTo(51);

        deaths.ShouldBeGreaterThanOrEqualTo(50);
        await ShouldLieInDeadLetterAsync("kills whoever takes it", "delivery_limit");
        await ShouldGoOnAsync();
    }

    [Fact]
    public async Task What_its_sender_gave_too_little_time_lies_there_too()
    {
        await channel.BasicPublishAsync(Exchange, "", mandatory: true, new BasicProperties { Expiration = "1" }, "too late"u8.ToArray());
        await channel.BasicPublishAsync(Exchange, "", mandatory: true, new BasicProperties { ContentType = "application/vnd.masstransit+json" }, Command());

        await ShouldLieInDeadLetterAsync("too late", "expired");
        await ShouldGoOnAsync();
    }

    private async Task ShouldLieInDeadLetterAsync(string body, string reason)
    {
        BasicGetResult? dead = null;
        await Eventually.UntilAsync(
            async () => (dead = await channel.BasicGetAsync(BusServiceCollectionExtensions.DeadLetter, autoAck: true)) is not null, "the message to be given up");
        Encoding.UTF8.GetString(dead!.Body.Span).ShouldBe(body);
        Header("x-first-death-queue").ShouldBe(Queue);
        Header("x-first-death-reason").ShouldBe(reason);
        (await channel.MessageCountAsync(BusServiceCollectionExtensions.DeadLetter)).ShouldBe(0u);

        string Header(string name) => Encoding.UTF8.GetString((byte[])dead.BasicProperties.Headers![name]!);
    }

    private async Task ShouldGoOnAsync()
    {
        await using var app = await StartAsync();
        await Eventually.UntilAsync(() => app.Services.GetRequiredService<Witness>().Tries == 3, "the message behind it to be handled");
        await Eventually.UntilAsync(async () => await channel.MessageCountAsync(Queue) == 0, "the queue to be empty");
    }

    // As a process that is killed: its channel ends, and it has answered nothing.
    private async Task<bool> DieOfFirstAsync(string body)
    {
        await using var dying = await connection.CreateChannelAsync();
        BasicGetResult? taken = null;
        await Eventually.UntilAsync(async () => (taken = await dying.BasicGetAsync(Queue, autoAck: false)) is not null, "a message");
        return Encoding.UTF8.GetString(taken!.Body.Span).StartsWith(body, StringComparison.Ordinal);
    }

    private static byte[] Command() =>
        """{"messageType":["urn:message:wan:cancel-task"],"message":{"generation_id":"g","account":"default","task_id":"t"}}"""u8.ToArray();

    private async Task<WebApplication> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder(["--urls=http://127.0.0.1:0"]);
        builder.Configuration["WAN_RABBITMQ"] = virtualHost;
        builder.AddWanHosting("tests");
        builder.Services.AddSingleton<Witness>();
        builder.Services.AddWanBus(builder.Configuration, bus => bus.AddConsumer<CancelTaskConsumer>());
        var app = builder.Build();
        await app.StartAsync();
        (await app.Services.GetRequiredService<IBusControl>().WaitForHealthStatus(BusHealthStatus.Healthy, TimeSpan.FromMinutes(1)))
            .ShouldBe(BusHealthStatus.Healthy);
        return app;
    }
}
