using System.Diagnostics;
using System.Diagnostics.Metrics;
using MongoDB.Driver;
using Wan.Storage.Calls;

namespace Wan.Storage.MongoDb;

/// <summary>
/// The way to the driver. At most so many calls are in it at once, the others wait here in their order and not in the driver's pool, which refuses
/// what comes when a few hundred wait. A call ends for its caller at its deadline, whatever the driver does.
/// </summary>
internal sealed class MongoDbCalls : IDisposable
{
    private readonly SemaphoreSlim gate;
    private readonly int places;
    private int waiting;

    /// <summary>With so many places.</summary>
    public MongoDbCalls(int places)
    {
        this.places = places;
        gate = new SemaphoreSlim(places, places);
        StorageTelemetry.Meter.CreateObservableUpDownCounter("wan.storage.mongodb.calls.waiting", () => Volatile.Read(ref waiting), "{call}", "Calls that wait for their turn.");
        StorageTelemetry.Meter.CreateObservableUpDownCounter("wan.storage.mongodb.calls.active", () => this.places - gate.CurrentCount, "{call}", "Calls that are with the driver.");
    }

    /// <summary>Runs a call of the driver that stores nothing.</summary>
    /// <exception cref="StorageException">It failed; the message says why.</exception>
    public Task<TResult> ReadAsync<TResult>(Func<CancellationToken, Task<TResult>> call, CallBounds bounds) => RunAsync(call, mayStore: false, bounds);

    /// <summary>Runs a call of the driver that stores something; its caller's wish ends only its waiting.</summary>
    /// <exception cref="StorageException">It failed; the message says why.</exception>
    public Task<TResult> WriteAsync<TResult>(Func<CancellationToken, Task<TResult>> call, CallBounds bounds) => RunAsync(call, mayStore: true, bounds);

    public void Dispose() => gate.Dispose();

    private async Task<TResult> RunAsync<TResult>(Func<CancellationToken, Task<TResult>> call, bool mayStore, CallBounds bounds)
    {
        using var both = CancellationTokenSource.CreateLinkedTokenSource(bounds.Deadline, bounds.Caller);
        await EnterAsync(bounds, both.Token);
        Task<TResult>? running = null;
        try
        {
            var ends = mayStore ? bounds.Deadline : both.Token;
            using (Untraced())
                running = call(ends);
            return await running.WaitAsync(ends);
        }
        catch (OperationCanceledException) when (!mayStore && bounds.Caller.IsCancellationRequested)
        {
            throw;
        }
        catch (OperationCanceledException exception) when (bounds.Deadline.IsCancellationRequested)
        {
            throw new StorageUnavailableException("MongoDB gave no answer in time: its server or the network is slow or gone.", mayStore, exception);
        }
        catch (Exception exception) when (!MongoDbFault.IsDuplicate(exception) && exception is not OperationCanceledException and not ObjectDisposedException)
        {
            throw MongoDbFault.From(exception, mayStore);
        }
        finally
        {
            Leave(running);
        }
    }

    private async Task EnterAsync(CallBounds bounds, CancellationToken both)
    {
        if (gate.Wait(0, CancellationToken.None))
            return;
        Interlocked.Increment(ref waiting);
        try
        {
            await gate.WaitAsync(both);
        }
        catch (OperationCanceledException exception) when (!bounds.Caller.IsCancellationRequested)
        {
            throw new StorageUnavailableException(
                $"MongoDB is too slow for what this process asks of it: a call waited in vain behind {places} others.", mayHaveBeenStored: false, exception);
        }
        finally
        {
            Interlocked.Decrement(ref waiting);
        }
    }

    // What the driver does not let go of keeps its place: else there would be more in it than it can bear.
    private void Leave(Task? running)
    {
        if (running is null or { IsCompleted: true })
        {
            gate.Release();
            return;
        }

        running.ContinueWith(
            static (task, gate) =>
            {
                _ = task.Exception; // Its caller knows already.
                ((SemaphoreSlim)gate!).Release();
            },
            gate, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    // Outside of a trace, as in a sweep, the driver would begin one of its own at every call: below a span that is not recorded it does not.
    private static Activity? Untraced() => Activity.Current is null ? new Activity("sweep").SetIdFormat(ActivityIdFormat.W3C).Start() : null;
}
