namespace Wan.Planning;

/// <summary>
/// How many processes of each service a load needs, by the processor time that each thing took when it was measured with <c>./wan bench</c> (docs/scaling.md has the figures and what
/// they leave out). Half of a core is planned with for each process, so that it has time to spare.
/// </summary>
internal static class PlanSizing
{
    private const double Planned = 0.5;

    // Milliseconds of one core.
    private const double Intake = 6.5, Submitter = 7, Query = 0.54, AccountEachSecond = 1.3, VideoOf10Megabytes = 24, Webhook = 0.4;

    /// <summary>The replicas of each service.</summary>
    public static IReadOnlyList<Replicas> Of(PlanOutcome outcome)
    {
        var queries = outcome.QueriesPerSecond * outcome.Input.Accounts;
        return
        [
            Count("Intake", outcome.PeakRequestsPerSecond * Intake, $"{outcome.PeakRequestsPerSecond:0.###} generations/s of {Intake} ms", "plan"),
            Count("Submitter", outcome.PeakStartsPerSecond * Submitter, $"{outcome.PeakStartsPerSecond:0.###} submits/s of {Submitter} ms", "plan"),
            Count("Poller", (queries * Query) + (outcome.Input.Accounts * AccountEachSecond), $"{queries:0.#} queries/s of {Query} ms, and {AccountEachSecond} ms/s for each account in each process", "plan, polling"),
            Count("Archiver", outcome.PeakStartsPerSecond * VideoOf10Megabytes, $"{outcome.PeakStartsPerSecond:0.###} videos/s of {VideoOf10Megabytes} ms if they have 10 MB", "archive"),
            Count("Notifier", outcome.PeakStartsPerSecond * Webhook, $"{outcome.PeakStartsPerSecond:0.###} webhooks/s of {Webhook} ms", "webhooks"),
        ];
    }

    private static Replicas Count(string service, double milliseconds, FormattableString load, string benchmark) => new(
        service, Math.Max(1, (int)Math.Ceiling(milliseconds / 1000 / Planned)), milliseconds / 1000, load.ToString(System.Globalization.CultureInfo.InvariantCulture), benchmark);
}

/// <summary>Processes of a service that carry a load.</summary>
/// <param name="Service">Which service.</param>
/// <param name="Count">How many, each with half of a core; one more lets one of them end without anybody waiting.</param>
/// <param name="Cores">Cores that they use together in the hour that has most.</param>
/// <param name="Load">What makes that, for people.</param>
/// <param name="Benchmark">The benchmark that says so.</param>
internal sealed record Replicas(string Service, int Count, double Cores, string Load, string Benchmark);
