using System.Buffers.Binary;
using Wan.Fixtures;

namespace Wan.Intake.Tests.DeadLetters;

/// <summary>
/// What a client sends to its broker, up to the first frame of a method (AMQP 0-9-1): there nothing more is passed on, or the connection is cut.
/// </summary>
internal static class FrameWatch
{
    /// <summary>Of class <c>basic</c>.</summary>
    public const uint Get = (60 << 16) | 70, Ack = (60 << 16) | 80;

    private const int HeaderLength = 7;

    /// <summary>The first connection on which the method comes is silent from there on.</summary>
    public static PassRequests SilentAt(uint method) => Once(method, silent: true);

    /// <summary>The first connection on which the method comes is cut there.</summary>
    public static PassRequests CutAt(uint method) => Once(method, silent: false);

    private static PassRequests Once(uint method, bool silent)
    {
        var done = 0;
        return async (from, to, _, cancellationToken) =>
        {
            var protocol = new byte[8];
            await from.ReadExactlyAsync(protocol, cancellationToken);
            await to.WriteAsync(protocol, cancellationToken);
            while (true)
            {
                var frame = new byte[HeaderLength];
                await from.ReadExactlyAsync(frame, cancellationToken);
                Array.Resize(ref frame, HeaderLength + BinaryPrimitives.ReadInt32BigEndian(frame.AsSpan(3)) + 1);
                await from.ReadExactlyAsync(frame.AsMemory(HeaderLength), cancellationToken);
                if (frame[0] == 1 && BinaryPrimitives.ReadUInt32BigEndian(frame.AsSpan(HeaderLength)) == method && Interlocked.Exchange(ref done, 1) == 0)
                {
                    if (silent)
                        await Task.Delay(Timeout.Infinite, cancellationToken);
                    return;
                }

                await to.WriteAsync(frame, cancellationToken);
            }
        };
    }
}
