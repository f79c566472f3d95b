using System.Net;

namespace Wan.Hosting.Addresses;

/// <summary>
/// Asks the system's resolver on threads of their own. It can't be interrupted: a name whose server never answers keeps its thread for some ten seconds, whoever waits or not, and on threads of the pool
/// a few dozen of such names would stop everything else in the process.
/// </summary>
public sealed class NameLookups : IDisposable
{
    // More than callers have connections under way at once, so that names that hang leave room for the others; each takes a small thread.
    private const int MostAtOnce = 1024;
    private const int StackBytes = 256 * 1024;

    private readonly SemaphoreSlim places = new(MostAtOnce);

    /// <summary>The addresses of a host.</summary>
    /// <param name="host">A name, or an address.</param>
    /// <param name="cancellationToken">Ends the wait; the lookup goes on until the resolver is done.</param>
    /// <exception cref="System.Net.Sockets.SocketException">It is not known.</exception>
    public async Task<IPAddress[]> FindAsync(string host, CancellationToken cancellationToken)
    {
        if (IPAddress.TryParse(host, out var address))
            return [address];
        await places.WaitAsync(cancellationToken);
        var found = new TaskCompletionSource<IPAddress[]>(TaskCreationOptions.RunContinuationsAsynchronously);
        new Thread(() => LookUp(host, found), StackBytes) { IsBackground = true, Name = "names" }.Start();
        return await found.Task.WaitAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public void Dispose() => places.Dispose();

    private void LookUp(string host, TaskCompletionSource<IPAddress[]> found)
    {
        try
        {
            found.SetResult(Dns.GetHostAddresses(host));
        }
        catch (Exception exception)
        {
            found.SetException(exception);
            _ = found.Task.Exception; // Seen, also if nobody waits any more.
        }
        finally
        {
            Release();
        }
    }

    private void Release()
    {
        try
        {
            places.Release();
        }
        catch (ObjectDisposedException)
        {
            // The process ends.
        }
    }
}
