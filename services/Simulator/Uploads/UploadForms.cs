using System.Buffers;
using System.Security.Cryptography;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;
using Wan.Media;

namespace Wan.Simulator.Uploads;

/// <summary>Reads the form that a file is uploaded in: small fields, and the file last.</summary>
internal static class UploadForms
{
    private const int MostFields = 20, LongestField = 16 * 1024;

    /// <summary>The fields, and what the file was; no file if there was none.</summary>
    /// <exception cref="InvalidDataException">It is no such form.</exception>
    public static async Task<(Dictionary<string, string> Fields, ReadFile? File)> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var fields = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        var boundary = MediaTypeHeaderValue.TryParse(request.ContentType, out var type) ? HeaderUtilities.RemoveQuotes(type.Boundary).Value : null;
        if (string.IsNullOrEmpty(boundary))
            throw new InvalidDataException("The body is no form.");
        var reader = new MultipartReader(boundary, request.Body);
        while (await reader.ReadNextSectionAsync(cancellationToken) is { } section)
        {
            var name = ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out var disposition) ? HeaderUtilities.RemoveQuotes(disposition.Name).Value : null;
            if (name == "file")
                return (fields, await ReadFileAsync(section.Body, cancellationToken));
            if (name is null || fields.Count == MostFields)
                throw new InvalidDataException("The form is not as documented.");
            fields[name] = await new StreamReader(new LimitedStream(section.Body, LongestField)).ReadToEndAsync(cancellationToken);
        }

        return (fields, null);
    }

    // On disk while it is looked into: it may be a video of 100 MB.
    private static async Task<ReadFile> ReadFileAsync(Stream body, CancellationToken cancellationToken)
    {
        var path = Path.Combine(Path.GetTempPath(), $"wan-simulator-{Guid.NewGuid():N}");
        await using var file = new FileStream(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, 81920, FileOptions.DeleteOnClose | FileOptions.Asynchronous);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = ArrayPool<byte>.Shared.Rent(81920);
        try
        {
            for (int read; (read = await body.ReadAsync(buffer, cancellationToken)) > 0;)
            {
                hash.AppendData(buffer, 0, read);
                await file.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        await file.FlushAsync(cancellationToken);
        var facts = MediaReader.Read(file).Facts;
        return new ReadFile(file.Length, Convert.ToHexStringLower(hash.GetHashAndReset()), (double?)facts?.Seconds, facts?.Width, facts?.Height);
    }

    private sealed class LimitedStream(Stream inner, int most) : Stream
    {
        private int left = most;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var read = await inner.ReadAsync(buffer, cancellationToken);
            return (left -= read) < 0 ? throw new InvalidDataException("A field of the form is too long.") : read;
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}

/// <summary>What a file was.</summary>
/// <param name="Bytes">How long.</param>
/// <param name="Sha256">Of it.</param>
/// <param name="Seconds">How long it lasts, if that can be read.</param>
/// <param name="Width">Pixels, if that can be read.</param>
/// <param name="Height">Pixels, if that can be read.</param>
internal sealed record ReadFile(long Bytes, string Sha256, double? Seconds, int? Width, int? Height);
