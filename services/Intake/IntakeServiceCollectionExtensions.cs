using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Wan.DashScope;
using Wan.Hosting;
using Wan.Hosting.Clocks;
using Wan.Intake.Agents;
using Wan.Intake.Changes;
using Wan.Intake.Chores;
using Wan.Intake.DeadLetters;
using Wan.Intake.Doors;
using Wan.Intake.Ends;
using Wan.Intake.Events;
using Wan.Intake.Files;
using Wan.Intake.Gateway.DashScope;
using Wan.Intake.Gateway.OpenAi;
using Wan.Intake.Keys;
using Wan.Intake.Ledger;
using Wan.Intake.Lists;
using Wan.Intake.Models;
using Wan.Intake.Sagas;
using Wan.Intake.Views;
using Wan.Storage;

namespace Wan.Intake;

/// <summary>Intake without its bus consumers, which <c>Program.cs</c> names.</summary>
internal static class IntakeServiceCollectionExtensions
{
    public static IServiceCollection AddIntake(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddModelsCompression();
        services.AddOptions<IntakeOptions>().BindConfiguration(IntakeOptions.SectionName, binder => binder.ErrorOnUnknownConfiguration = true)
            .Validate(intake => IsAddress(intake.PublicUrl), Wrong(nameof(IntakeOptions.PublicUrl)))
            .Validate(intake => IsAddress(intake.SubmitterUrl), Wrong(nameof(IntakeOptions.SubmitterUrl)))
            .Validate(intake => IsAddress(intake.PollerUrl), Wrong(nameof(IntakeOptions.PollerUrl)))
            .Validate(intake => IsAddress(intake.NotifierUrl), Wrong(nameof(IntakeOptions.NotifierUrl)))
            .Validate(intake => IsAddress(intake.ArchiverUrl), Wrong(nameof(IntakeOptions.ArchiverUrl)))
            .ValidateOnStart();
        services.AddSingleton<IValidateOptions<IntakeOptions>, IntakeOptionsValidator>();
        services.AddOptions<TelemetryOptions>().BindConfiguration(TelemetryOptions.SectionName, binder => binder.ErrorOnUnknownConfiguration = true)
            .ValidateOnStart();
        services.AddSingleton<IValidateOptions<TelemetryOptions>, TelemetryOptionsValidator>();
        CallbackOptions.Add(services, configuration);
        services.AddDashScope(configuration);
        services.AddStorage(configuration);
        services.AddClock(configuration, "intake");
        services.AddBrokerAlarm();
        services.AddSingleton<DeadLetterBroker>();
        services.AddGenerations();
        services.AddKeys();
        services.AddAgentDoor();
        services.AddLedger();
        services.AddFiles();
        services.AddDashScopeGateway();
        services.AddHttpClient<SubmitterClient>((provider, http) =>
        {
            http.BaseAddress = provider.GetRequiredService<IOptions<IntakeOptions>>().Value.SubmitterUrl;
            http.Timeout = ServiceClient.Patience;
        }).RemoveAllLoggers(); // They would carry the signatures.
        services.AddHttpClient<PollerClient>((provider, http) =>
        {
            http.BaseAddress = provider.GetRequiredService<IOptions<IntakeOptions>>().Value.PollerUrl;
            http.Timeout = ServiceClient.Patience;
        }).RemoveAllLoggers(); // As above.
        services.AddHttpClient<NotifierClient>((provider, http) =>
        {
            http.BaseAddress = provider.GetRequiredService<IOptions<IntakeOptions>>().Value.NotifierUrl;
            http.Timeout = NotifierClient.Patience;
        }).RemoveAllLoggers(); // They would carry who asks.
        services.AddTransient<ISubmitterLine>(provider => provider.GetRequiredService<SubmitterClient>());
        services.TryAddSingleton<SweepTimes>();
        services.AddSingleton<GenerationSteps>();
        services.AddSingleton<GenerationVerbs>();
        services.AddSingleton<VideoVerbs>();
        services.AddSingleton<IntakeMetrics>();
        services.AddSingleton<EndSignals>();
        services.AddSingleton<EndWait>();
        services.AddSingleton<EventsMetrics>();
        services.AddSingleton<EventSource>();
        services.AddSingleton<EventFeeds>();
        services.AddSingleton<CatchUp>();
        services.AddSingleton<AllEvents>();
        services.AddSingleton<OneGenerationEvents>();
        services.AddSingleton<ChangesReader>();
        services.AddSingleton<GenerationObserver>();
        services.AddSingleton<ISagaObserver<Generation>>(provider => provider.GetRequiredService<GenerationObserver>());
        services.AddSingleton(provider => new ViewAddresses(
            provider.GetRequiredService<IOptions<IntakeOptions>>().Value.PublicUrl, provider.GetRequiredService<IOptions<TelemetryOptions>>().Value.TraceUrl));
        services.AddSingleton<GenerationList>();
        services.AddSingleton<Acceptance>();
        services.AddSingleton<PromptMessages>();
        services.AddSingleton<FirstMessage>();
        services.AddSingleton<VideoDeletions>();
        services.AddSingleton<Erasures>();
        services.AddSingleton<LargeBodies>();
        services.AddSingleton<AskedGenerations>();
        services.AddSingleton<VideoForms>();
        services.AddSingleton<RequestEstimator>();
        services.AddSingleton<DueGenerations>();
        services.AddHostedService<GenerationSweep>();
        services.AddSingleton<LineLook>();
        services.AddHostedService<LineCheck>();
        services.AddHostedService<RetentionChore>();
        return services;
    }

    /// <summary>Adds the generations' documents.</summary>
    internal static void AddGenerations(this IServiceCollection services) => services.AddDocuments(
        new Collection<Generation>("intake", "generations", IntakeJson.Default.Generation)
        {
            Queries = DocumentQueries.UniqueKey | DocumentQueries.Due | DocumentQueries.Created | DocumentQueries.Status | DocumentQueries.Tenant | DocumentQueries.TenantStatus
                | DocumentQueries.LookupKey | DocumentQueries.Changed | DocumentQueries.ChangedAll,
            Retention = Retention.KeepGenerationsFor,
        });

    private static bool IsAddress(Uri? address) => address is null or { IsAbsoluteUri: true, Scheme: "http" or "https" };

    private static string Wrong(string key) => $"{IntakeOptions.SectionName}:{key} must be an address such as https://wan.example.com.";
}
