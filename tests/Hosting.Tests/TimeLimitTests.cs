using System.Reflection;
using MassTransit;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Wan.Contracts;
using Wan.Fixtures;

namespace Wan.Hosting.Tests;

/// <summary>What waits for the bus does not wait for ever.</summary>
[Collection("rabbitmq")]
public sealed class TimeLimitTests(RabbitMqBroker broker)
{
    [Fact]
    public async Task A_message_whose_handling_hangs_is_handled_again()
    {
        await using var app = Build(await broker.CreateVirtualHostAsync(), bus => bus.AddConsumer<HangingConsumer>());
        await app.StartAsync();
        await app.Services.GetRequiredService<IBusControl>().WaitForHealthStatus(BusHealthStatus.Healthy, TimeSpan.FromMinutes(1));
        var hangs = app.Services.GetRequiredService<Hangs>();

        await app.Services.GetRequiredService<IBus>().Publish(new CancelTask { GenerationId = "hangs twice", Account = "default", TaskId = "task" });

        await Eventually.UntilAsync(() => hangs.Tries >= 3, "the third try");
    }

    [Fact]
    public async Task A_publish_that_no_broker_confirms_is_given_up()
    {
        await using var app = Build($"amqp://guest:guest@127.0.0.1:{FreePort.Next()}/", _ => { });
        await app.StartAsync();

        var publishing = app.Services.GetRequiredService<IBus>()
            .PublishInTimeAsync(new CancelTask { GenerationId = "g", Account = "default", TaskId = "task" }, new FastClock());

        await Eventually.UntilAsync(() => publishing.IsCompleted, "the publish to be given up");
        await Should.ThrowAsync<TimeoutException>(() => publishing);
    }

    [Fact]
    public async Task Whoever_stops_waiting_for_a_publish_does_not_cancel_it()
    {
        var bus = DispatchProxy.Create<IPublishEndpoint, HangingOnce>();
        using var gone = new CancellationTokenSource();

        var publishing = bus.PublishInTimeAsync(
            new CancelTask { GenerationId = "g", Account = "default", TaskId = "task" }, TimeProvider.System, gone.Token);
        await gone.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => publishing);
        ((HangingOnce)bus).Tokens.ShouldBe([CancellationToken.None]);
    }

    [Fact]
    public async Task A_publish_that_hangs_is_tried_again()
    {
        var bus = DispatchProxy.Create<IPublishEndpoint, HangingOnce>();

        var publishing = bus.PublishInTimeAsync(new CancelTask { GenerationId = "g", Account = "default", TaskId = "task" }, new FastClock());

        await Eventually.UntilAsync(() => publishing.IsCompleted, "the second publish");
        await publishing;
        ((HangingOnce)bus).Published.ShouldBe(2);
    }

    private static WebApplication Build(string address, Action<IBusRegistrationConfigurator> configure)
    {
        var builder = WebApplication.CreateSlimBuilder(["--urls=http://127.0.0.1:0"]);
        builder.Configuration["WAN_RABBITMQ"] = address;
        builder.AddWanHosting("tests");
        builder.Services.AddSingleton<TimeProvider>(new FastClock());
        builder.Services.AddSingleton<Hangs>();
        builder.Services.AddWanBus(builder.Configuration, configure);
        return builder.Build();
    }

    internal sealed class Hangs
    {
        private int tries;

        public int Tries => Volatile.Read(ref tries);

        public int Count() => Interlocked.Increment(ref tries);
    }

    internal sealed class HangingConsumer(Hangs hangs) : IConsumer<CancelTask>
    {
        public Task Consume(ConsumeContext<CancelTask> context) => hangs.Count() < 3 ? new TaskCompletionSource().Task : Task.CompletedTask;
    }

    /// <summary>The first publish is never confirmed.</summary>
    public class HangingOnce : DispatchProxy
    {
        public int Published { get; private set; }

        public IList<CancellationToken> Tokens { get; } = [];

        protected override object Invoke(MethodInfo? targetMethod, object?[]? args)
        {
            Tokens.Add((CancellationToken)args![^1]!);
            return Published++ == 0 ? new TaskCompletionSource().Task : Task.CompletedTask;
        }
    }
}
