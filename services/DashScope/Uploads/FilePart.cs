using System.Net;

namespace Wan.DashScope.Uploads;

/// <summary>A file on its way out. Unlike the framework's own it leaves the file open: it may have to be sent once more.</summary>
internal sealed class FilePart(Stream file) : HttpContent
{
    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken) => file.CopyToAsync(stream, cancellationToken);

    protected override bool TryComputeLength(out long length)
    {
        length = file.Length;
        return true;
    }
}
