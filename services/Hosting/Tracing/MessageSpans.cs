using System.Diagnostics;
using System.Reflection;
using MassTransit;
using MassTransit.Configuration;

namespace Wan.Hosting.Tracing;

/// <summary>
/// A span for each message that is handled, named as MassTransit would: <c>QUEUE process</c>. It stands right below the root of its trace, where
/// MassTransit's own would stand below the span that sent it, and so on: a generation was 22 levels deep. A message that is in no trace, such as what a sweep
/// asks, has a span only if it turns out to be about a document that is in one.
/// </summary>
internal static class MessageSpans
{
    /// <summary>Every message has its span, around all tries to handle it.</summary>
    /// <param name="endpoint">Of which endpoint.</param>
    /// <param name="queue">Its name.</param>
    /// <param name="system">The broker, as OpenTelemetry names it.</param>
    public static void UseMessageSpans(this IReceiveEndpointConfigurator endpoint, string queue, string system) => _ = new Observer(endpoint, queue, system);

    private sealed class Observer : ConfigurationObserver, IMessageConfigurationObserver
    {
        private readonly string queue;
        private readonly string system;

        public Observer(IReceiveEndpointConfigurator endpoint, string queue, string system)
            : base(endpoint)
        {
            (this.queue, this.system) = (queue, system);
            Connect(this);
        }

        public void MessageConfigured<T>(IConsumePipeConfigurator configurator)
            where T : class => configurator.AddPipeSpecification(new FilterPipeSpecification<ConsumeContext<T>>(new Filter<T>(queue, system)));
    }

    private sealed class Filter<T>(string queue, string system) : IFilter<ConsumeContext<T>>
        where T : class
    {
        private static readonly DoorAttribute? Door = typeof(T).GetCustomAttribute<DoorAttribute>();

        private static readonly (string Attribute, Func<T, string?> Value)[] Subjects =
        [
            .. new[]
            {
                (WanAttributes.GenerationId, "GenerationId"), (WanAttributes.TaskId, "TaskId"), (WanAttributes.Account, "Account"), (WanAttributes.Model, "Model"),
            }
                .Select(subject => (subject.Item1, Property: typeof(T).GetProperty(subject.Item2, typeof(string))))
                .Where(subject => subject.Property is not null)
                .Select(subject => (subject.Item1, subject.Property!.GetMethod!.CreateDelegate<Func<T, string?>>())),
        ];

        private readonly string message = Door?.Exchange ?? typeof(T).GetCustomAttribute<EntityNameAttribute>()?.EntityName ?? typeof(T).Name;
        private readonly string name = $"{Door?.Exchange ?? queue} process";

        public async Task Send(ConsumeContext<T> context, IPipe<ConsumeContext<T>> next)
        {
            using var step = Begin(context);
            try
            {
                await next.Send(context);
            }
            catch (Exception exception)
            {
                step.Span.Fail(exception.GetType().Name);
                throw;
            }
        }

        public void Probe(ProbeContext context) => context.CreateFilterScope("messageSpan");

        private TraceStep Begin(ConsumeContext<T> context)
        {
            var origin = MessageTrace.Read(context.ReceiveContext.TransportHeaders);
            if (origin is not null || Door is not null)
            {
                var step = WanTrace.Begin(name, origin, ActivityKind.Consumer);
                if (Door is not null)
                {
                    step.BeginHere();
                    step.Span?.SetTag(WanAttributes.Door, "bus");
                }

                Describe(step.Span, context);
                return step;
            }

            var received = DateTimeOffset.UtcNow;
            var undecided = new TraceStep(origin: null);
            Activity.Current = null;
            undecided.OwnLater(found =>
            {
                var span = WanTrace.Source.StartActivity(ActivityKind.Consumer, found.Context, startTime: received, name: name);
                Describe(span, context);
                return span;
            });
            return undecided;
        }

        private void Describe(Activity? span, ConsumeContext<T> context)
        {
            if (span is not { IsAllDataRequested: true })
                return;
            span.SetTag(WanAttributes.MessagingSystem, system).SetTag(WanAttributes.MessagingOperation, "process")
                .SetTag(WanAttributes.MessagingDestination, queue).SetTag(WanAttributes.Message, message);
            if (context.MessageId is { } id)
                span.SetTag(WanAttributes.MessagingMessageId, id.ToString());
            foreach (var (attribute, value) in Subjects)
            {
                if (value(context.Message) is { } text)
                    span.SetTag(attribute, text);
            }
        }
    }
}
