namespace Wan.Planning;

/// <summary>
/// How long our own steps take, which are not simulated: writes of one document, and messages between services. As <c>./wan bench quota</c> shows them for
/// services that have processor time to spare.
/// </summary>
internal sealed record PlanDelays
{
    /// <summary>From the request to its place in the line.</summary>
    public TimeSpan Accept { get; init; } = TimeSpan.FromMilliseconds(15);

    /// <summary>From the slot to the POST that may leave: its body read, its intent written.</summary>
    public TimeSpan Intent { get; init; } = TimeSpan.FromMilliseconds(15);

    /// <summary>From the answer to the POST to its task being watched: Submitter's write, Intake's and Poller's, and two messages.</summary>
    public TimeSpan Track { get; init; } = TimeSpan.FromMilliseconds(40);

    /// <summary>From the answer that tells of an end to the free slot: Poller's write and Submitter's, and a message.</summary>
    public TimeSpan Free { get; init; } = TimeSpan.FromMilliseconds(30);
}
