using System.Diagnostics.Metrics;
using Wan.Hosting.Tracing;

namespace Wan.Intake.Files;

/// <summary>Counts what comes in as files, in the meter <c>Wan.Intake</c>.</summary>
internal sealed class FilesMetrics : IDisposable
{
    private readonly Meter meter = new("Wan.Intake");
    private readonly Counter<long> received;
    private readonly Counter<long> deleted;

    public FilesMetrics()
    {
        received = meter.CreateCounter<long>("wan.files.received", "{file}", "Uploads by outcome: stored, known (the tenant had the same bytes), refused.");
        deleted = meter.CreateCounter<long>("wan.files.expired", "{file}", "Files that were deleted since their time was over.");
    }

    /// <param name="isNew">Whether the tenant had other bytes only; null if it was refused.</param>
    public void Received(bool? isNew) => received.Add(1, new KeyValuePair<string, object?>(WanAttributes.Outcome, isNew switch
    {
        true => "stored",
        false => "known",
        null => "refused",
    }));

    public void Expired() => deleted.Add(1);

    public void Dispose() => meter.Dispose();
}
