using System.Diagnostics;

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

    /// <summary>Tells the caller that nothing of it was stored.</summary>
    public abstract void Fail(Exception exception);
}

internal sealed class SqliteWrite<TResult>(Func<SqliteSession, TResult> work, CancellationToken cancellationToken) : SqliteWrite
{
    private readonly TaskCompletionSource<TResult> completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TResult? result;
    private Exception? fault;

    public Task<TResult> Task => completion.Task;

    public override void Run(SqliteSession session)
    {
        result = default;
        fault = null;

        // Only here: a write that has begun is told as it ends.
        if (cancellationToken.IsCancellationRequested)
        {
            fault = new OperationCanceledException(cancellationToken);
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
        if (fault is null)
            completion.TrySetResult(result!);
        else
            Fail(fault);
    }

    public override void Fail(Exception exception)
    {
        if (exception is OperationCanceledException)
            completion.TrySetCanceled(cancellationToken);
        else
            completion.TrySetException(exception);
    }
}
