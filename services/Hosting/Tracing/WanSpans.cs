namespace Wan.Hosting.Tracing;

/// <summary>Names of our spans; <c>docs/telemetry.md</c> has the tree. Beside them stand those of HTTP and storage, and <c>QUEUE process</c> for a message.</summary>
public static class WanSpans
{
    /// <summary>A generation from its request to its end, written at the end, with its phases below it.</summary>
    public const string Generation = "wan.generation";

    /// <summary>From the request to the POST that made the task, in line for most of it.</summary>
    public const string Waiting = "wan.waiting";

    /// <summary>The task waits at the vendor.</summary>
    public const string VendorQueued = "wan.vendor.queued";

    /// <summary>The task runs at the vendor.</summary>
    public const string VendorRendering = "wan.vendor.rendering";

    /// <summary>From our knowing of the result to its being stored and proven, or given up.</summary>
    public const string Archiving = "wan.archiving";

    /// <summary>One POST, with the wait for its turn.</summary>
    public const string Submit = "wan.submit";

    /// <summary>A query of a task that taught something; the others leave none.</summary>
    public const string Poll = "wan.poll";

    /// <summary>A task is cancelled at the vendor.</summary>
    public const string Cancel = "wan.cancel";

    /// <summary>One try to fetch, prove and keep a video.</summary>
    public const string Archive = "wan.archive";

    /// <summary>The alarm that a video is not stored and its URL dies soon.</summary>
    public const string AtRisk = "wan.archiving_at_risk";

    /// <summary>A video is deleted.</summary>
    public const string Delete = "wan.delete";
}
