using System.Net.Security;
using System.Reflection;
using System.Security.Authentication;
using System.Text.Json;
using System.Text.Json.Serialization;
using MassTransit;
using MassTransit.Serialization.JsonConverters;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Wan.Contracts;
using Wan.Hosting.Tracing;

namespace Wan.Hosting;

/// <summary>The bus as every service uses it: the conventions stand here, the consumers in each <c>Program.cs</c>.</summary>
public static class BusServiceCollectionExtensions
{
    /// <summary>
    /// Configuration key of the broker's AMQP address, such as <c>amqp://user:password@host:5672/vhost</c>; <c>amqps://</c> for TLS, by a certificate of that host that the
    /// system trusts.
    /// </summary>
    public const string AddressKey = "WAN_RABBITMQ";

    /// <summary>Where messages go that a queue gave up on.</summary>
    public const string DeadLetter = "wan.dead-letter";

    /// <summary>
    /// How often a message comes again whose delivery ended without an answer, as when the process is killed: what kills whoever takes it must
    /// not do so for ever. RabbitMQ 3 has no limit of its own.
    /// </summary>
    private const int DeliveryLimit = 50;

    private const string Plain = "amqp", Secret = "amqps";

    private static readonly Type[] Messages =
        [.. typeof(CommandAttribute).Assembly.GetExportedTypes().Where(type => type.IsDefined(typeof(EntityNameAttribute)))];

    private static readonly HashSet<string> CommandExchanges = Messages.Where(type => type.IsDefined(typeof(CommandAttribute)))
        .Select(type => type.GetCustomAttribute<EntityNameAttribute>()!.EntityName)
        .ToHashSet(StringComparer.Ordinal);

    // An event that overtakes its generation needs another look soon; what lasts longer is the sweep's.
    private static readonly TimeSpan[] RetryIntervals =
        [.. new[] { 10, 25, 50, 100, 250, 500, 1000, 2000 }.Select(milliseconds => TimeSpan.FromMilliseconds(milliseconds))];

    // Of those that change one saga at the same time one wins each round: as many rounds as messages can be handled at once, and a few.
    private static readonly TimeSpan[] RaceIntervals = [.. Enumerable.Range(0, 100).Select(round => TimeSpan.FromMilliseconds(5 + (37 * round % 60)))];

    /// <summary>Configuration key that allows the in-memory bus, for a process that holds every service.</summary>
    public const string InMemoryKey = "Bus:InMemory";

    /// <summary>
    /// Adds MassTransit on RabbitMQ; in memory where <see cref="InMemoryKey"/> is true and there is no <see cref="AddressKey"/>. Every endpoint
    /// tries again what failed or took too long (<see cref="TimeLimit"/>), sends what a handler publishes only after the handler has ended,
    /// and on RabbitMQ is a quorum queue with a dead-letter exchange. The exchanges of all messages are declared when an endpoint starts.
    /// </summary>
    /// <exception cref="ConfigurationProblemException">The address is missing or not an AMQP URL.</exception>
    public static IServiceCollection AddWanBus(
        this IServiceCollection services, IConfiguration configuration, Action<IBusRegistrationConfigurator> configure)
    {
        var address = ReadAddress(configuration);
        if (address is null && !configuration.GetValue<bool>(InMemoryKey))
            throw new ConfigurationProblemException(AddressKey, "is not set; it must be the broker's AMQP URL, such as amqp://guest:guest@localhost:5672/");

        services.Configure<MassTransitHostOptions>(options =>
        {
            options.WaitUntilStarted = false; // A broker that is down makes a service wait, not fail; /health/ready says so.
            options.StopTimeout = TimeSpan.FromMinutes(1);
        });

        services.AddBrokerAlarm();
        services.AddPublishObserver<RefusedPublish>();
        if (address is not null)
            services.AddHealthChecks().AddCheck<BrokerAlarm>("broker");
        return services.AddMassTransit(bus =>
        {
            bus.DisableUsageTelemetry();
            bus.SetEndpointNameFormatter(ServiceEndpointNameFormatter.ForServices);
            bus.AddConfigureEndpointsCallback(ConfigureEndpoint);
            configure(bus);
            if (address is null)
                bus.UsingInMemory(ConfigureInMemory);
            else
                bus.UsingRabbitMq((context, transport) => ConfigureRabbitMq(context, transport, address));
        });
    }

    /// <summary>Adds what knows whether the broker takes what is published, for those who would claim what they then can't tell. On another bus it knows of nothing.</summary>
    public static IServiceCollection AddBrokerAlarm(this IServiceCollection services)
    {
        services.TryAddSingleton<BrokerAlarm>();
        return services;
    }

    /// <summary>The broker's address with its port, or null where none is configured.</summary>
    /// <exception cref="ConfigurationProblemException">It is not an AMQP URL.</exception>
    public static Uri? ReadAddress(IConfiguration configuration)
    {
        var text = configuration[AddressKey];
        if (string.IsNullOrWhiteSpace(text))
            return null;
        return Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is Plain or Secret
            ? address.Port > 0 ? address : new UriBuilder(address) { Port = address.Scheme == Secret ? 5671 : 5672 }.Uri
            : throw new ConfigurationProblemException(AddressKey, "must be an AMQP URL such as amqp://guest:guest@localhost:5672/");
    }

    private static void ConfigureEndpoint(IRegistrationContext context, string name, IReceiveEndpointConfigurator endpoint)
    {
        var time = context.GetService<TimeProvider>() ?? TimeProvider.System;
        if (endpoint is IRabbitMqReceiveEndpointConfigurator queue)
        {
            queue.SetQuorumQueue();
            queue.SetQueueArgument("x-delivery-limit", DeliveryLimit);
            queue.BindDeadLetterQueue(DeadLetter, DeadLetter, binding =>
            {
                binding.ExchangeType = "fanout";
                binding.SetQueueArgument("x-queue-type", "quorum");
            });
            var alarm = context.GetService<BrokerAlarm>() ?? new BrokerAlarm();
            var watched = new EndpointChannel(alarm, time);
            alarm.Consumes(watched, false);
            queue.ConfigureChannel(channel => channel.UseFilter(watched));
        }

        endpoint.UseMessageSpans(name, endpoint is IRabbitMqReceiveEndpointConfigurator ? "rabbitmq" : "in_memory");
        endpoint.UseMessageRetry(retry => retry.Intervals(RetryIntervals));
        endpoint.UseMessageRetry(retry =>
        {
            retry.Handle<ConcurrencyException>();
            retry.Intervals(RaceIntervals);
        });
        endpoint.UseTimeLimit(time);
        endpoint.UseInMemoryOutbox(context);
    }

    // MassTransit writes decimals as strings, and with line breaks; what it reads may be either, since earlier messages are so.
    private static JsonSerializerOptions WithNumbers(JsonSerializerOptions options)
    {
        var changed = new JsonSerializerOptions(options) { NumberHandling = JsonNumberHandling.AllowReadingFromString, WriteIndented = false };
        foreach (var strings in changed.Converters.OfType<StringDecimalJsonConverter>().ToList())
            changed.Converters.Remove(strings);
        return changed;
    }

    private static void ConfigureInMemory(IBusRegistrationContext context, IInMemoryBusFactoryConfigurator transport)
    {
        transport.ConfigureJsonSerializerOptions(WithNumbers);
        transport.ConfigurePublish(publish => publish.UseExecute(message => MessageTrace.Write(message.Headers)));
        transport.ConfigureEndpoints(context);
    }

    private static void ConfigureRabbitMq(IBusRegistrationContext context, IRabbitMqBusFactoryConfigurator transport, Uri address)
    {
        transport.Host(address, host =>
        {
            // MassTransit knows no scheme: it would go to a port other than 5671 without TLS, its password too.
            if (address.Scheme != Secret)
                return;
            host.UseSsl(tls =>
            {
                tls.ServerName = address.Host;
                tls.Protocol = SslProtocols.None; // What the system takes for good.
                tls.EnforcePolicyErrors(SslPolicyErrors.RemoteCertificateNotAvailable | SslPolicyErrors.RemoteCertificateNameMismatch | SslPolicyErrors.RemoteCertificateChainErrors);
            });
        });
        transport.ConfigureJsonSerializerOptions(WithNumbers);
        transport.PrefetchCount = 64;
        transport.ConfigurePublish(publish => publish.UseExecute(message =>
        {
            MessageTrace.Write(message.Headers);
            if (message.TryGetPayload<RabbitMqSendContext>(out var send) && CommandExchanges.Contains(send.Exchange))
                send.Mandatory = true;
        }));

        foreach (var message in Messages)
            transport.Publish(message); // Which EndpointChannel declares.
        transport.ConfigureEndpoints(context);
    }
}
