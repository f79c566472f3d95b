using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Globalization;
using Wan.Contracts;
using Wan.Hosting.Tracing;

namespace Wan.Intake.Ends;

/// <summary>The meter <c>Wan.Intake</c>: what became of generations, how long each phase took, and what they cost.</summary>
internal sealed class IntakeMetrics : IDisposable
{
    private readonly Meter meter = new("Wan.Intake");
    private readonly Counter<long> received;
    private readonly Counter<long> ended;
    private readonly Counter<long> limited;
    private readonly Counter<double> spent;
    private readonly Counter<double> estimated;
    private readonly Histogram<double> whole;
    private readonly Histogram<double> waiting;
    private readonly Histogram<double> queued;
    private readonly Histogram<double> rendering;
    private readonly Histogram<double> archiving;
    private readonly Histogram<double> detection;
    private readonly Histogram<int> attempts;
    private readonly LabelSet tenants = new(100);
    private readonly LabelSet models = new(100);

    public IntakeMetrics()
    {
        received = meter.CreateCounter<long>("wan.generations.received", "{generation}", "Requests at the doors, by model, tenant and whether they were accepted.");
        ended = meter.CreateCounter<long>("wan.generations.ended", "{generation}", "Generations by end, model, tenant and error.");
        limited = meter.CreateCounter<long>("wan.limits.refused", "{request}", "Requests that a limit of their tenant's was in the way of, by limit and tenant.");
        spent = meter.CreateCounter<double>("wan.cost.settled", "{currency}", "What ended generations cost by the vendor's usage, by model and currency.");
        estimated = meter.CreateCounter<double>("wan.cost.estimated", "{currency}", "What accepted generations cost at most by their estimates, by model and currency.");
        whole = Seconds("wan.generation.duration", "From the request to the end, by model and end.");
        waiting = Seconds("wan.generation.waiting.duration", "From the request to the POST that made the task, by model and priority.");
        queued = Seconds("wan.vendor.queued.duration", "How long tasks waited at the vendor, by model.");
        rendering = Seconds("wan.vendor.rendering.duration", "How long tasks ran at the vendor, by model.");
        archiving = Seconds("wan.archiving.duration", "From our knowing of a result to its being stored, by model.");
        detection = Seconds("wan.detection.delay", "From a task's end at the vendor to our knowing of it, by model.", 0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10, 60, 600);
        attempts = meter.CreateHistogram(
            "wan.generation.attempts", "{post}", "POSTs that an ended generation took.", advice: new InstrumentAdvice<int> { HistogramBucketBoundaries = [1, 2, 3, 5, 10] });
    }

    /// <summary>A door has taken it in, or rejected it.</summary>
    /// <param name="generation">As stored.</param>
    /// <param name="outcome"><c>accepted</c> or <c>rejected</c>.</param>
    public void Received(Generation generation, string outcome)
    {
        var model = models.Of(generation.Model);
        received.Add(1, new TagList
        {
            { WanAttributes.Model, model }, { WanAttributes.Tenant, tenants.Of(generation.Tenant) }, { WanAttributes.Outcome, outcome },
        });
        if (generation.Estimate?.AmountMax is { } most)
            Add(estimated, most, model);
    }

    /// <summary>A limit of its tenant's was in its way.</summary>
    /// <param name="tenant">Whose.</param>
    /// <param name="limit">Which, as findings spell it.</param>
    public void Limited(string tenant, string limit) =>
        limited.Add(1, new(WanAttributes.Tenant, tenants.Of(tenant)), new(WanAttributes.Outcome, limit));

    /// <summary>It has ended, and that is saved.</summary>
    /// <param name="generation">As it is now.</param>
    /// <param name="phases">Its phases.</param>
    /// <param name="isAgain">It had ended before: its task and what that cost are counted already.</param>
    public void Ended(Generation generation, GenerationPhases phases, bool isAgain)
    {
        var (model, isStored) = (models.Of(generation.Model), generation.Status == "completed");
        var byModel = new KeyValuePair<string, object?>(WanAttributes.Model, model);
        TagList end = new() { byModel, { WanAttributes.Tenant, tenants.Of(generation.Tenant) }, { WanAttributes.GenerationStatus, generation.Status } };
        if (generation.ErrorType is { } error)
            end.Add(WanAttributes.ErrorType, error);
        ended.Add(1, end);
        if (isAgain)
            return;
        if (generation.Settled?.Amount is { } amount)
            Add(spent, amount, model);
        whole.Record((generation.UpdatedAt - generation.CreatedAt).TotalSeconds, byModel, new(WanAttributes.GenerationStatus, generation.Status));
        if (generation.SubmittedAt is not null)
            waiting.Record(phases.Waiting.Length.TotalSeconds, byModel, new(WanAttributes.Priority, generation.Priority));
        Record(queued, phases.Queued?.Length);
        Record(rendering, phases.Rendering?.Length);
        Record(archiving, isStored ? phases.Archiving?.Length : null);
        Record(detection, phases.DetectionDelay);
        if (generation.Attempts is { } posts)
            attempts.Record(posts, byModel);

        void Record(Histogram<double> histogram, TimeSpan? length)
        {
            if (length is { } known)
                histogram.Record(known.TotalSeconds, byModel);
        }
    }

    public void Dispose() => meter.Dispose();

    private static void Add(Counter<double> counter, Money money, string model)
    {
        if (double.TryParse(money.Amount, NumberStyles.Float, CultureInfo.InvariantCulture, out var amount))
            counter.Add(amount, new(WanAttributes.Model, model), new(WanAttributes.CostCurrency, money.Currency));
    }

    private Histogram<double> Seconds(string name, string description, params double[] boundaries) => meter.CreateHistogram(
        name, "s", description,
        advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = boundaries.Length > 0 ? boundaries : [1, 5, 15, 30, 60, 120, 300, 600, 1800, 3600, 14400] });
}
