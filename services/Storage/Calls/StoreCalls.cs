namespace Wan.Storage.Calls;

/// <summary>Gives every call of a store its deadline, and shows it to telemetry and readiness.</summary>
internal sealed class StoreCalls(string system, StorageOptions options)
{
    private static readonly TimeSpan BetweenReads = TimeSpan.FromMilliseconds(50);

    /// <summary>What readiness asks.</summary>
    public WriteWatch Writes { get; } = new(options.Timeout / 2);

    /// <summary>Runs a call that stores nothing.</summary>
    /// <param name="operation">Its name, such as <c>find</c>.</param>
    /// <param name="collection">On which collection.</param>
    /// <param name="call">The call.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="StorageUnavailableException">It had no answer before the deadline.</exception>
    public Task<TResult> ReadAsync<TResult>(
        string operation, string collection, Func<CallBounds, Task<TResult>> call, CancellationToken cancellationToken) =>
        RunAsync(operation, collection, bounds => AgainAsync(call, bounds), mayStore: false, cancellationToken);

    /// <summary>Runs a call that stores something.</summary>
    /// <param name="operation">Its name, such as <c>insert</c>.</param>
    /// <param name="collection">On which collection.</param>
    /// <param name="call">The call.</param>
    /// <param name="cancellationToken">Ends it before it has begun.</param>
    /// <param name="more">Time on top of the deadline, for a write that is large.</param>
    /// <exception cref="StorageUnavailableException">It had no answer before the deadline, or was refused for a while.</exception>
    public async Task<TResult> WriteAsync<TResult>(
        string operation, string collection, Func<CallBounds, Task<TResult>> call, CancellationToken cancellationToken, TimeSpan more = default)
    {
        var write = Writes.Begin();
        try
        {
            var result = await RunAsync(operation, collection, call, mayStore: true, cancellationToken, more);
            Writes.End(write);
            return result;
        }
        catch (Exception exception)
        {
            Writes.End(write, exception as StorageUnavailableException);
            throw;
        }
    }

    /// <summary>As <see cref="WriteAsync"/>, of a write that mostly finds nothing to store, and so proves nothing to readiness.</summary>
    public Task<TResult> ClaimAsync<TResult>(
        string operation, string collection, Func<CallBounds, Task<TResult>> call, CancellationToken cancellationToken) =>
        RunAsync(operation, collection, call, mayStore: true, cancellationToken);

    /// <summary>Reads again what could not be read for a moment, until the deadline.</summary>
    public static async Task<TResult> AgainAsync<TResult>(Func<CallBounds, Task<TResult>> read, CallBounds bounds)
    {
        while (true)
        {
            try
            {
                return await read(bounds);
            }
            catch (StorageUnavailableException exception) when (exception.IsOfAMoment && !bounds.Deadline.IsCancellationRequested)
            {
                // What is wrong may be over by then; if not, it is told as it was.
                await Task.Delay(BetweenReads, bounds.Caller);
                if (bounds.Deadline.IsCancellationRequested)
                    throw;
            }
        }
    }

    private async Task<TResult> RunAsync<TResult>(
        string operation, string collection, Func<CallBounds, Task<TResult>> call, bool mayStore, CancellationToken cancellationToken,
        TimeSpan more = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var measured = StorageTelemetry.Begin(system, operation, collection);
        var timeout = StorageDeadline.Of(options.Timeout, more);
        using var deadline = new CancellationTokenSource(timeout);
        try
        {
            var result = await call(new CallBounds(deadline.Token, cancellationToken));
            measured.Succeeded();
            return result;
        }
        catch (OperationCanceledException exception) when (deadline.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw measured.Failed(new StorageUnavailableException(
                $"The store gave no answer to '{operation}' on {collection} within {timeout.TotalSeconds:0.#} s.", mayStore, exception));
        }
        catch (Exception exception)
        {
            measured.Failed(exception);
            throw;
        }
    }
}
