using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Wan.DashScope;
using Wan.DashScope.Client;
using Wan.Hosting;
using Wan.Hosting.Clocks;
using Wan.Storage;
using Wan.Submitter.Line;
using Wan.Submitter.Posting;
using Wan.Submitter.Quotas;
using Wan.Submitter.Repairs;
using Wan.Submitter.Restores;
using Wan.Submitter.Uploads;

namespace Wan.Submitter;

/// <summary>Adds the Submitter to a process: everything but its consumers, which the process names when it adds the bus.</summary>
public static class SubmitterServiceCollectionExtensions
{
    /// <summary>Adds the line, the dispatcher, the sweep, their documents and options.</summary>
    public static IServiceCollection AddSubmitter(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddStorage(configuration);
        services.AddDashScope(configuration);
        services.AddClock(configuration, "submitter");
        services.AddBrokerAlarm();
        services.AddSubmissions();
        services.AddDocuments(new Collection<Quota>("submitter", "quotas", SubmitterJson.Default.Quota));
        services.AddDocuments(new Collection<AccountState>("submitter", "accounts", SubmitterJson.Default.AccountState));
        services.AddDocuments(new Collection<LineState>("submitter", "lines", SubmitterJson.Default.LineState)
        {
            Queries = DocumentQueries.Created,
        });
        services.AddDocuments(new Collection<StrayBook>("submitter", "strays", SubmitterJson.Default.StrayBook));
        services.AddDocuments(new Collection<ArchiveRoom>("submitter", "rooms", SubmitterJson.Default.ArchiveRoom));
        services.AddDocuments(new Collection<Upload>("submitter", "uploads", SubmitterJson.Default.Upload) { Retention = Retention.KeepFinishedFor });

        services.AddOptions<SubmitterOptions>().Bind(configuration.GetSection(SubmitterOptions.SectionName), binder => binder.ErrorOnUnknownConfiguration = true).ValidateOnStart();
        services.AddSingleton<IValidateOptions<SubmitterOptions>, SubmitterOptionsValidator>();
        services.AddOptions<HostOptions>().PostConfigure<IOptions<DashScopeClientOptions>>((host, client) =>
        {
            // A POST is waited for at shutdown, however long it may take.
            var patience = client.Value.SubmitTimeout + TimeSpan.FromSeconds(30);
            if (host.ShutdownTimeout < patience)
                host.ShutdownTimeout = patience;
        });

        services.TryAddSingleton<SweepTimes>();
        services.AddSingleton<TimeBounds>();
        services.AddSingleton<SharedDocuments>();
        services.AddSingleton<ArchiveRooms>();
        services.AddSingleton<VendorClockCheck>();
        services.AddSingleton<RestoredDocuments>();
        services.AddSingleton<WaitingLine>();
        services.AddSingleton<PriorityChanges>();
        services.AddSingleton<AccountReader>();
        services.AddSingleton<AccountLoads>();
        services.AddHostedService<AccountSampler>();
        services.AddSingleton<SlotRelease>();
        services.AddSingleton<DispatchSignal>();
        services.AddSingleton<SubmitterMetrics>();
        services.AddSingleton<SubmissionBodies>();
        services.AddSingleton<PostTimes>();
        services.AddSingleton<PostTurn>();
        services.AddSingleton<PostWire>();
        services.AddSingleton<PostAnswers>();
        services.AddSingleton<PostSettlement>();
        services.AddSingleton<Poster>();
        services.AddSingleton<Posts>();
        services.AddSingleton<Offers>();
        services.AddSingleton<LineReader>();
        services.AddSingleton<QueuePlaces>();
        services.AddSingleton<MissedStarts>();
        services.AddSingleton<Starts>();
        services.AddSingleton<DispatchRound>();
        services.AddSingleton<AccountQueries>();
        services.AddSingleton<KnownTasks>();
        services.AddSingleton<RepairLook>();
        services.AddSingleton<RepairResult>();
        services.AddSingleton<Repair>();
        services.AddSingleton<SlotAudit>();
        services.AddSingleton<EarlierPrompts>();
        services.AddSingleton<RequestsByPrompt>();
        services.AddSingleton<MistakenNames>();
        services.AddSingleton<LateTasks>();
        services.AddSingleton<StrayBooks>();
        services.AddSingleton<Orphans>();
        services.AddSingleton<StrayOwner>();
        services.AddSingleton<StrayLook>();
        services.AddSingleton<Strays>();
        services.AddSingleton<TaskAdoption>();
        services.AddSingleton<UploadSignal>();
        services.AddSingleton<UploadPlaces>();
        services.AddSingleton<KnownUploads>();
        services.AddSingleton<FileUploads>();
        services.AddSingleton<AccountUploads>();
        services.AddSingleton<Preparation>();
        services.AddSingleton<Preparations>();
        services.AddSingleton<PreparationRound>();
        services.AddSingleton<PutOffSweep>();
        services.AddSingleton<InFlightSweep>();
        services.AddSingleton<SweepRound>();
        services.AddSingleton<Sweep>();
        services.AddHostedService(provider => provider.GetRequiredService<Sweep>());
        services.AddHostedService<Dispatcher>();
        services.AddHostedService<PreparationSweep>();
        services.AddHostedService<StraySweep>();
        services.AddHealthChecks().AddCheck<AccountsHealthCheck>("accounts").AddCheck<ArchiveRoomHealthCheck>("archive_room");
        return services;
    }

    /// <summary>Adds the submissions, and whether they were put back from a backup.</summary>
    internal static IServiceCollection AddSubmissions(this IServiceCollection services)
    {
        services.AddDocuments(new Collection<Submission>("submitter", "submissions", SubmitterJson.Default.Submission)
        {
            Queries = DocumentQueries.UniqueKey | DocumentQueries.GroupDue | DocumentQueries.GroupRank | DocumentQueries.Status | DocumentQueries.LookupKey,
            Retention = Retention.KeepFinishedFor,
        });
        services.AddDocuments(new Collection<RestoreMark>("submitter", "restores", SubmitterJson.Default.RestoreMark));
        return services;
    }
}
