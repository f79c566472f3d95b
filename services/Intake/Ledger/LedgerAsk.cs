using Wan.Intake.Limits;

namespace Wan.Intake.Ledger;

/// <summary>What is asked of a tenant's ledger.</summary>
internal abstract class LedgerAsk
{
    /// <summary>It failed; whoever waits is told.</summary>
    public abstract void Fail(Exception exception);

    /// <summary>To hold what a request may cost.</summary>
    public sealed class Hold(LedgerEntry entry, long askedAt) : LedgerAsk
    {
        private readonly TaskCompletionSource<LedgerAnswer> answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public LedgerEntry Entry => entry;

        /// <summary>A timestamp.</summary>
        public long AskedAt => askedAt;

        public Task<LedgerAnswer> Answer => answer.Task;

        /// <summary>Nobody waits for it any more.</summary>
        public bool IsGivenUp { get; set; }

        public void Set(LedgerAnswer value) => answer.TrySetResult(value);

        public override void Fail(Exception exception) => answer.TrySetException(exception);
    }

    /// <summary>To change a page.</summary>
    /// <param name="number">Which.</param>
    /// <param name="apply">Changes it, and says whether there is anything to save; may be run more than once.</param>
    public sealed class Change(int number, Func<LedgerPage, bool> apply) : LedgerAsk
    {
        private readonly TaskCompletionSource answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public int Number => number;

        public Func<LedgerPage, bool> Apply => apply;

        public Task Answer => answer.Task;

        public void Done() => answer.TrySetResult();

        public override void Fail(Exception exception) => answer.TrySetException(exception);
    }

    /// <summary>To say how far the limits are used.</summary>
    public sealed class Look(long askedAt) : LedgerAsk
    {
        private readonly TaskCompletionSource<LedgerStanding> answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

        /// <summary>A timestamp.</summary>
        public long AskedAt => askedAt;

        public Task<LedgerStanding> Answer => answer.Task;

        public void Set(LedgerStanding value) => answer.TrySetResult(value);

        public override void Fail(Exception exception) => answer.TrySetException(exception);
    }
}

/// <summary>What became of a request to hold.</summary>
/// <param name="Page">On which page it stands; -1 if it does not fit.</param>
/// <param name="Breaches">Why not.</param>
/// <param name="IsUnderWay">It does not fit, and an entry of the same request is held.</param>
internal sealed record LedgerAnswer(int Page, IReadOnlyList<LimitBreach> Breaches, bool IsUnderWay = false);
