using System.Net;
using System.Net.Http.Headers;

namespace Wan.DashScope.Client;

/// <summary>
/// A JSON body that can be sent only once, and only in time. Whatever layer below tries a request again, the second time finds nothing to send.
/// The last byte goes by itself: without it the body is no JSON, so that nothing can be made of it, and the clock is asked right before it.
/// As long as <see cref="IsSent"/> is false, the vendor can't have made a task of it.
/// </summary>
internal sealed class OneShotContent : HttpContent
{
    private readonly ReadOnlyMemory<byte> body;
    private readonly SendWindow window;
    private int taken;
    private int sent;

    public OneShotContent(ReadOnlyMemory<byte> body, SendWindow window)
    {
        this.body = body;
        this.window = window;
        Headers.ContentType = new MediaTypeHeaderValue("application/json");
    }

    /// <summary>Whether the last byte may have left.</summary>
    public bool IsSent => Volatile.Read(ref sent) != 0;

    /// <summary>Whether it was held back because its time was over.</summary>
    public bool IsLate { get; private set; }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        if (Interlocked.Exchange(ref taken, 1) != 0)
        {
            throw new InvalidOperationException("A submit is sent once; it may be paid for already.");
        }

        await stream.WriteAsync(body[..^1], cancellationToken);
        await stream.FlushAsync(cancellationToken);
        if (!window.IsOpen)
        {
            IsLate = true;
            throw new IOException("The time to send it was over before it could leave.");
        }

        Volatile.Write(ref sent, 1);
        await stream.WriteAsync(body[^1..], cancellationToken);
        await stream.FlushAsync(cancellationToken);
    }

    protected override bool TryComputeLength(out long length)
    {
        length = body.Length;
        return true;
    }
}
