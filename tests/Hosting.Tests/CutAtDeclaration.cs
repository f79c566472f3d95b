using System.Buffers.Binary;
using Wan.Fixtures;

namespace Wan.Hosting.Tests;

/// <summary>
/// What a bus sends to its broker, up to a request to declare an exchange: the first connection is cut at the first of them, the second at the second.
/// </summary>
internal static class CutAtDeclaration
{
    private const int HeaderLength = 7;
    private const uint ExchangeDeclare = (40 << 16) | 10; // Class and method of AMQP 0-9-1.

    /// <summary>Cuts so many connections; those that come after them stay.</summary>
    public static PassRequests Times(int cuts) => (from, to, number, cancellationToken) =>
        PassAsync(from, to, number <= cuts ? number : int.MaxValue, cancellationToken);

    private static async Task PassAsync(Stream from, Stream to, int declaration, CancellationToken cancellationToken)
    {
        var protocol = new byte[8];
        await from.ReadExactlyAsync(protocol, cancellationToken);
        await to.WriteAsync(protocol, cancellationToken);
        var declared = 0;
        while (true)
        {
            var frame = new byte[HeaderLength];
            await from.ReadExactlyAsync(frame, cancellationToken);
            Array.Resize(ref frame, HeaderLength + BinaryPrimitives.ReadInt32BigEndian(frame.AsSpan(3)) + 1);
            await from.ReadExactlyAsync(frame.AsMemory(HeaderLength), cancellationToken);
            if (frame[0] == 1 && BinaryPrimitives.ReadUInt32BigEndian(frame.AsSpan(HeaderLength)) == ExchangeDeclare && ++declared == declaration)
                return;
            await to.WriteAsync(frame, cancellationToken);
        }
    }
}
