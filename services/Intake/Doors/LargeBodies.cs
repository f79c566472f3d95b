using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using Microsoft.Extensions.Options;
using Wan.DashScope.Requests;
using Wan.Hosting;
using Wan.Hosting.Doors;

namespace Wan.Intake.Doors;

/// <summary>
/// Reads the bodies of requests. Memory is taken as bytes come: what a header promises costs nothing, and large bodies only come on while all of them
/// together stay below a limit.
/// </summary>
internal sealed class LargeBodies(IOptions<IntakeOptions> options, TimeProvider time) : IDisposable
{
    /// <summary>How long a large body waits for others to be dealt with, and when whoever was sent away may come again.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(4);

    private const int FirstBuffer = 4 * 1024;

    // Who holds room that others wait for sends at this pace (bytes in a second), or is cut off: that of a slow line.
    private static readonly MinDataRate Pace = new(50 * 1024, TimeSpan.FromSeconds(10));

    private readonly ByteBudget budget = new(options.Value.MaxBytesInFlight, leavesArrays: false);
    private readonly SemaphoreSlim oneAtATime = new(1, 1);

    /// <summary>
    /// Judges a body by the rules, large ones one after the other and each on a thread of its own: what reads JSON keeps a buffer of its length for each
    /// thread that ever did.
    /// </summary>
    public async Task<RequestReading> JudgeAsync(HeldBody body, Func<ReadOnlyMemory<byte>, RequestReading> read, CancellationToken cancellationToken)
    {
        if (body.Room is null)
            return read(body.Bytes);
        await oneAtATime.WaitAsync(cancellationToken);
        try
        {
            return await Task.Factory.StartNew(
                () =>
                {
                    var reading = read(body.Bytes);
                    _ = reading.Request;
                    return reading;
                },
                CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        }
        finally
        {
            oneAtATime.Release();
        }
    }

    public void Dispose() => oneAtATime.Dispose();

    /// <summary>Reads a body to its end.</summary>
    /// <returns>The body, whose room is free again once it is disposed; null if it is longer than any may be.</returns>
    /// <exception cref="TimeoutException">Others took all the room for so long.</exception>
    public async Task<HeldBody?> ReadAsync(HttpContext context, CancellationToken cancellationToken)
    {
        var (request, limit) = (context.Request, (int)options.Value.MaxRequestBytes);
        if (RequestBody.IsTooLong(request, limit))
            return null;
        RequestBody.LeaveLengthToDoor(context);

        var length = await request.ReadSomeAsync(Memory<byte>.Empty, cancellationToken); // 0, once there is something to read: no buffer waits for that.
        var buffer = new byte[Math.Min((request.ContentLength ?? FirstBuffer) + 1, FirstBuffer)];
        HeldBody? large = null;
        try
        {
            while (true)
            {
                if (length > limit)
                    return null;
                if (length == buffer.Length)
                    await GrowAsync();
                var read = await request.ReadSomeAsync(buffer.AsMemory(length), cancellationToken);
                if (read == 0)
                {
                    var body = (large ?? HeldBody.Small) with { Bytes = buffer.AsMemory(0, length) };
                    large = null;
                    return body;
                }

                length += read;
            }
        }
        finally
        {
            large?.Dispose();
        }

        // Up to what is small it doubles; then there must be room for all of it, and as much is reserved, which takes memory only as bytes come.
        async Task GrowAsync()
        {
            var most = (int)(request.ContentLength ?? limit) + 1;
            byte[] larger;
            if (length < ByteBudget.Small)
            {
                larger = new byte[Math.Min(Math.Max(FirstBuffer, 2 * length), most)];
            }
            else
            {
                large = HeldBody.Small with { Room = await budget.TakeAsync(most, Patience, time, cancellationToken) };
                large = large with { Pages = new PageArray(most) };
                if (context.Features.Get<IHttpMinRequestBodyDataRateFeature>() is { } rate)
                    rate.MinDataRate = Pace;
                larger = large.Pages.Bytes;
            }

            buffer.CopyTo(larger, 0);
            buffer = larger;
        }
    }
}

/// <summary>A body in memory.</summary>
/// <param name="Bytes">All of it.</param>
/// <param name="Pages">Where they are; null if it is small.</param>
/// <param name="Room">What it takes of the limit; null if it is small.</param>
internal sealed record HeldBody(ReadOnlyMemory<byte> Bytes, PageArray? Pages, IDisposable? Room) : IDisposable
{
    /// <summary>One that holds nothing yet.</summary>
    public static HeldBody Small { get; } = new(default, null, null);

    public void Dispose()
    {
        Pages?.Dispose();
        Room?.Dispose();
    }
}
