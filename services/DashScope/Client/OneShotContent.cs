using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace Wan.DashScope;

/// <summary>
/// A JSON body that can be sent only once. Whatever layer below tries a request again, the second time finds nothing to send; and
/// as long as <see cref="Taken"/> is false, no byte of the body has left, so that the vendor can't have made a task of it.
/// </summary>
internal sealed class OneShotContent : HttpContent
{
    private readonly byte[] body;
    private int taken;

    public OneShotContent(string body)
    {
        this.body = Encoding.UTF8.GetBytes(body);
        Headers.ContentType = new MediaTypeHeaderValue("application/json");
    }

    public bool Taken => Volatile.Read(ref taken) != 0;

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        if (Interlocked.Exchange(ref taken, 1) != 0)
        {
            throw new InvalidOperationException("A submit is sent once; it may be paid for already.");
        }

        await stream.WriteAsync(body, cancellationToken);
    }

    protected override bool TryComputeLength(out long length)
    {
        length = body.Length;
        return true;
    }
}
