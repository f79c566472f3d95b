using System.Collections.Concurrent;
using MassTransit;
using MassTransit.RabbitMqTransport;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using RabbitMQ.Client;
using Wan.Contracts;
using Wan.Fixtures;

namespace Wan.Hosting.Tests;

/// <summary>A connection that breaks while messages are handled.</summary>
[Collection("rabbitmq")]
public sealed class LostConnectionTests(RabbitMqBroker broker)
{
    [Fact]
    public async Task Every_endpoint_starts_again_though_one_was_busy_when_the_connection_broke()
    {
        var virtualHost = await broker.CreateVirtualHostAsync();
        await using var proxy = new TcpProxy(new Uri(virtualHost).Port);
        var channels = new ConcurrentQueue<(string Endpoint, ChannelContext Context)>();
        await using var app = Build(proxy.Of(virtualHost).AbsoluteUri, bus =>
        {
            bus.AddConfigureEndpointsCallback((_, name, endpoint) => ((IRabbitMqReceiveEndpointConfigurator)endpoint)
                .ConfigureChannel(channel => channel.UseExecute(context => channels.Enqueue((name, context)))));
            bus.AddConsumer<Held<CancelTask>>().Endpoint(endpoint => endpoint.Name = nameof(CancelTask));
            bus.AddConsumer<Held<TaskCancellationRefused>>().Endpoint(endpoint => endpoint.Name = nameof(TaskCancellationRefused));
            bus.AddConsumer<Held<SubmissionWithdrawn>>().Endpoint(endpoint => endpoint.Name = nameof(SubmissionWithdrawn));
        });
        await app.StartAsync();
        await app.Services.GetRequiredService<IBusControl>().WaitForHealthStatus(BusHealthStatus.Healthy, TimeSpan.FromMinutes(1));
        var bus = app.Services.GetRequiredService<IBus>();
        var gate = app.Services.GetRequiredService<Gate>();

        // The client tells the channels of their end one after another, in the order in which they were opened, and waits for what each handles.
        var (held, first) = channels.MinBy(channel => channel.Context.Channel.ChannelNumber);
        gate.Held = held;
        await PublishAsync(held);
        await Eventually.UntilAsync(() => gate.Handled.Contains(held), "the message to be handled");
        await proxy.GoAsync();
        proxy.Return();
        await Eventually.UntilAsync(() => IsDisposed(first.ConnectionContext.Connection), "the broken connection to be disposed of");
        gate.Handled.Clear();
        gate.Opened.SetResult();

        foreach (var endpoint in channels.Select(channel => channel.Endpoint).Distinct())
        {
            await PublishAsync(endpoint);
            await Eventually.UntilAsync(() => gate.Handled.Contains(endpoint), $"{endpoint} to be handled");
        }

        Task PublishAsync(string endpoint) => bus.PublishInTimeAsync(
            endpoint switch
            {
                nameof(CancelTask) => new CancelTask { GenerationId = "g", Account = "default", TaskId = "t" },
                nameof(TaskCancellationRefused) => new TaskCancellationRefused { GenerationId = "g", TaskId = "t", Message = "No." },
                _ => new SubmissionWithdrawn { GenerationId = "g" },
            },
            TimeProvider.System);
    }

    private static bool IsDisposed(IConnection connection)
    {
        try
        {
            connection.ConnectionShutdownAsync -= (_, _) => Task.CompletedTask;
            return false;
        }
        catch (ObjectDisposedException)
        {
            return true;
        }
    }

    private static WebApplication Build(string address, Action<IBusRegistrationConfigurator> configure)
    {
        var builder = WebApplication.CreateSlimBuilder(["--urls=http://127.0.0.1:0"]);
        builder.Configuration["WAN_RABBITMQ"] = address;
        builder.AddWanHosting("tests");
        builder.Services.AddSingleton<Gate>();
        builder.Services.AddWanBus(builder.Configuration, configure);
        return builder.Build();
    }

    private sealed class Gate
    {
        /// <summary>Whose first message is handled until <see cref="Opened"/>.</summary>
        public string? Held { get; set; }

        public TaskCompletionSource Opened { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public ConcurrentQueue<string> Handled { get; } = new();
    }

    private sealed class Held<T>(Gate gate) : IConsumer<T>
        where T : class
    {
        public Task Consume(ConsumeContext<T> context)
        {
            gate.Handled.Enqueue(typeof(T).Name);
            return gate.Held == typeof(T).Name ? gate.Opened.Task : Task.CompletedTask;
        }
    }
}
