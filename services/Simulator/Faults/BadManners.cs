using System.Net.Sockets;
using Microsoft.AspNetCore.Connections.Features;

namespace Wan.Simulator.Faults;

/// <summary>What a server may do to a caller below HTTP.</summary>
internal static class BadManners
{
    /// <summary>Lets the caller wait, but not the shutdown of this process.</summary>
    /// <returns>False if the caller has gone or the process stops: there is nobody left to answer.</returns>
    public static async Task<bool> HoldAsync(this HttpContext context, TimeSpan time)
    {
        var stopping = context.RequestServices.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
        await Task.Delay(time, ends.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!ends.IsCancellationRequested)
            return true;

        context.Abort();
        return false;
    }

    /// <summary>Ends the connection at once with a reset, whatever was sent on it.</summary>
    public static void ResetConnection(this HttpContext context)
    {
        if (context.Features.Get<IConnectionSocketFeature>()?.Socket is { } socket)
            socket.LingerState = new LingerOption(true, 0);
        context.Abort();
    }
}
