using System.Diagnostics;
using Wan.Storage.Calls;

namespace Wan.Storage.Sqlite;

/// <summary>One write that waits for its turn.</summary>
internal abstract class SqliteWrite
{
    private readonly long begun = Stopwatch.GetTimestamp();

    /// <summary>How long it has waited.</summary>
    public TimeSpan Age => Stopwatch.GetElapsedTime(begun);

    /// <summary>Does it inside the transaction. What it throws here is its own fault and leaves the transaction as it was.</summary>
    public abstract void Run(SqliteSession session);

    /// <summary>Tells the caller, once the transaction is on disk.</summary>
    public abstract void Complete();

    /// <summary>Tells the caller that it failed.</summary>
    public abstract void Fail(Exception exception);
}

internal sealed class SqliteWrite<TResult> : SqliteWrite
{
    private readonly TaskCompletionSource<TResult> completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Func<SqliteSession, TResult> work;
    private readonly CallBounds bounds;
    private readonly string file;
    private CancellationTokenRegistration deadline;
    private TResult? result;
    private Exception? fault;
    private int taken; // Whoever sets it first decides: the writer runs it, or the deadline withdraws it.

    public SqliteWrite(Func<SqliteSession, TResult> work, CallBounds bounds, string file)
    {
        (this.work, this.bounds, this.file) = (work, bounds, file);
        deadline = bounds.Deadline.UnsafeRegister(static write => ((SqliteWrite<TResult>)write!).GiveUp(), this);
    }

    public Task<TResult> Task => completion.Task;

    public override void Run(SqliteSession session)
    {
        result = default;
        fault = null;
        if (Interlocked.Exchange(ref taken, 1) != 0)
            return; // Its caller knows already.

        // Only here: a write that has begun is told as it ends.
        if (bounds.Caller.IsCancellationRequested)
        {
            fault = new OperationCanceledException(bounds.Caller);
            return;
        }

        try
        {
            result = work(session);
        }
        catch (StorageException exception) when (SqliteFault.IsOfOneStatement(exception))
        {
            fault = exception;
        }
    }

    public override void Complete()
    {
        deadline.Dispose();
        if (fault is null)
            completion.TrySetResult(result!);
        else
            Fail(fault);
    }

    public override void Fail(Exception exception)
    {
        deadline.Dispose();
        if (exception is OperationCanceledException)
            completion.TrySetCanceled(bounds.Caller);
        else
            completion.TrySetException(exception);
    }

    private void GiveUp()
    {
        var begun = Interlocked.Exchange(ref taken, 1) != 0;
        completion.TrySetException(new StorageUnavailableException(
            begun
                ? $"A write to {file} was not on disk in time ({Age.TotalSeconds:0.#} s): check its disk."
                : $"{file} took no write in time ({Age.TotalSeconds:0.#} s): check its disk, and what else this process writes.",
            begun));
    }
}
