using System.Buffers;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using Microsoft.Extensions.Options;
using Wan.Hosting.Addresses;

namespace Wan.Archiver.Download;

/// <summary>
/// Downloads results: streaming, going on where a connection broke, and nowhere it may not go. Its client sends no credentials and no
/// cookies, and follows no redirect by itself.
/// </summary>
internal sealed class VideoDownloader(HttpClient http, BandwidthLimit bandwidth, IOptions<ArchiverOptions> options)
{
    private const int BufferBytes = 128 * 1024;
    private const int MostRedirects = 5;

    /// <summary>One connection's worth of a download: from where the file ends to the end of the body, or as far as it goes.</summary>
    /// <param name="url">The signed URL.</param>
    /// <param name="file">The bytes so far; they are kept if the outcome is <see cref="DownloadOutcome.Broken"/>.</param>
    /// <param name="room">Whether so many bytes more have room on the disk.</param>
    /// <param name="cancellationToken">Ends it with an exception.</param>
    /// <exception cref="IOException">The file can't be written.</exception>
    public async Task<DownloadOutcome> DownloadAsync(Uri url, PartialFile file, Func<long, bool> room, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(options.Value.StallTimeout);
        try
        {
            using var response = await SendAsync(url, file, patience.Token);
            return Judge(response, file, room) ?? await CopyAsync(response, file, patience, cancellationToken);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new DownloadOutcome.Broken($"No byte came for {options.Value.StallTimeout.TotalSeconds:0.#} s, or it took too long as a whole.");
        }
        catch (Exception exception) when (AddressRefusedException.In(exception) is { } refusal)
        {
            return new DownloadOutcome.Refused(refusal.Message);
        }
        catch (HttpRequestException exception)
        {
            return new DownloadOutcome.Broken($"The connection failed ({exception.HttpRequestError}).");
        }
        catch (HttpIOException exception)
        {
            return new DownloadOutcome.Broken($"The connection broke after {file.Length} bytes ({exception.HttpRequestError}).");
        }
        catch (IOException exception) when (exception.InnerException is System.Net.Sockets.SocketException)
        {
            return new DownloadOutcome.Broken($"The connection broke after {file.Length} bytes.");
        }
    }

    private async Task<HttpResponseMessage> SendAsync(Uri url, PartialFile file, CancellationToken cancellationToken)
    {
        for (var hop = 0; ; hop++)
        {
            if (url.Scheme is not ("http" or "https"))
                throw new AddressRefusedException($"The video is at a '{url.Scheme}' address; only http and https are downloaded.");

            using var request = new HttpRequestMessage(HttpMethod.Get, url);
            request.Headers.CacheControl = new CacheControlHeaderValue { NoCache = true }; // What is damaged in a cache would come again.
            if (file is { Length: > 0, Validator: { } validator })
            {
                request.Headers.Range = new RangeHeaderValue(file.Length, null);
                request.Headers.TryAddWithoutValidation("If-Range", validator);
            }

            var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            if ((int)response.StatusCode is not (301 or 302 or 303 or 307 or 308) || response.Headers.Location is not { } location)
                return response;

            response.Dispose();
            if (hop == MostRedirects)
                throw new AddressRefusedException($"The video is behind more than {MostRedirects} redirects.");
            url = new Uri(url, location);
        }
    }

    /// <summary>What the head of the answer decides; null if its body is wanted.</summary>
    private DownloadOutcome? Judge(HttpResponseMessage response, PartialFile file, Func<long, bool> room)
    {
        var status = (int)response.StatusCode;
        switch (status)
        {
            case 200:
                file.Restart(TransferChecksum.Of(response));
                file.Validator = Validator(response);
                break;
            case 206 when GoesOn(response, file):
                break;
            case 206 or 416:
                file.Restart(null);
                return new DownloadOutcome.Broken("The server answered with a part of another file, or another part, than was asked for.");
            case 408 or 429 or >= 500:
                return new DownloadOutcome.Broken($"The server answered {status}.");
            default:
                return new DownloadOutcome.UrlDead($"The server answered {status}.");
        }

        file.Total = Total(response);
        if (file.Total is not { } total)
            return null;
        if (total > options.Value.MaxBytes)
            return TooLarge(total);
        return room(total - file.Length) ? null : new DownloadOutcome.NoRoom();
    }

    private async Task<DownloadOutcome> CopyAsync(
        HttpResponseMessage response, PartialFile file, CancellationTokenSource patience, CancellationToken cancellationToken)
    {
        var begun = TimeProvider.System.GetTimestamp();
        var buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            await using var body = await response.Content.ReadAsStreamAsync(patience.Token);
            while (true)
            {
                patience.CancelAfter(options.Value.StallTimeout);
                var count = await body.ReadAsync(buffer, patience.Token);
                if (count == 0)
                    break;
                if (file.Length + count > options.Value.MaxBytes)
                    return TooLarge(file.Length + count);
                file.Append(buffer.AsSpan(0, count));
                if (TimeProvider.System.GetElapsedTime(begun) > options.Value.TryTimeout)
                    return new DownloadOutcome.Broken($"It took longer than {options.Value.TryTimeout}; {file.Length} bytes came.");
                await bandwidth.SpendAsync(count, cancellationToken);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        if (Total(response) is { } total && total != file.Length)
            return new DownloadOutcome.Broken($"The server promised {total} bytes and sent {file.Length}.");
        if (!file.IsAsPromised)
            return new DownloadOutcome.Damaged("The bytes that came are not those that were stored: their checksum differs.");
        var isWhole = Total(response) is not null || file.HasPromise || response.Headers.TransferEncodingChunked is true;
        return new DownloadOutcome.Complete(isWhole, file.Doubt);
    }

    private DownloadOutcome.Refused TooLarge(long bytes) =>
        new($"The video has {bytes} bytes or more; Archiver:MaxBytes allows {options.Value.MaxBytes}.");

    // A server that knows ranges and not If-Range would put the end of another version behind the beginning of this one.
    private static bool GoesOn(HttpResponseMessage response, PartialFile file) =>
        response.Content.Headers.ContentRange is { } range
        && range.From == file.Length
        && (range.Length is null || file.Total is null || range.Length == file.Total)
        && (Validator(response) is not { } validator || validator == file.Validator);

    private static long? Total(HttpResponseMessage response) => response.StatusCode == HttpStatusCode.PartialContent
        ? response.Content.Headers.ContentRange?.Length
        : response.Content.Headers.ContentLength;

    // Only a strong ETag or a date may stand in If-Range (RFC 9110, 13.1.5).
    private static string? Validator(HttpResponseMessage response) => response.Headers.ETag is { } tag
        ? tag.IsWeak ? null : tag.Tag
        : response.Content.Headers.LastModified?.ToString("R", CultureInfo.InvariantCulture);
}
