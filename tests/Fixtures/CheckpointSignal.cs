namespace Wan.Fixtures;

/// <summary>The moment at which a service under test sends itself a signal.</summary>
/// <param name="Checkpoint">
/// A checkpoint of its own, such as <c>submitter.intended</c>, an event of the runtime's HTTP client, such as <c>RequestContentStop</c>, or
/// <c>TransactionBegun</c>, when it holds the lock of a SQLite file.
/// </param>
/// <param name="Occurrence">At the first time, the second...</param>
/// <param name="Freezes">True: it stops (SIGSTOP) until it is thawed; false: it dies (SIGKILL).</param>
public sealed record CheckpointSignal(string Checkpoint, int Occurrence = 1, bool Freezes = false)
{
    /// <summary>Environment variable with the checkpoint.</summary>
    public const string CheckpointVariable = "TEST_CHECKPOINT";
    /// <summary>Environment variable with the occurrence.</summary>
    public const string OccurrenceVariable = "TEST_CHECKPOINT_OCCURRENCE";
    /// <summary>Environment variable that says whether it freezes.</summary>
    public const string FreezesVariable = "TEST_CHECKPOINT_FREEZES";
}
