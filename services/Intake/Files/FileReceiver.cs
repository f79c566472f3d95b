using System.Buffers;
using System.Security.Cryptography;
using Wan.Media;
using Wan.Storage.Files;

namespace Wan.Intake.Files;

/// <summary>Writes what comes in to disk, never more than it may be, and finds out what it is: by its first bytes as they come, and by its headers at its end.</summary>
internal sealed class FileReceiver(FileTypes types)
{
    private const int BufferBytes = 64 * 1024;

    /// <summary>Receives a file into a draft.</summary>
    /// <returns>What it is, and its SHA-256; or the problem document.</returns>
    /// <exception cref="DiskFullException">There is no room for it any more.</exception>
    /// <exception cref="BadHttpRequestException">The body is badly cut, or too slow.</exception>
    public async Task<(MediaFacts? Facts, string Sha256, IResult? Problem)> ReceiveAsync(IncomingFile file, FileDraft draft, FileDiskRoom.Part room, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            var (length, most) = (0L, types.Most);
            FileFormat? format = null;
            while (true)
            {
                // The first bytes tell what it is, and so how long it may be.
                var read = await ReadAsync(file.Body, buffer.AsMemory(0, BufferBytes), format is null ? FileFormat.HeadBytes : 1, cancellationToken);
                if (read == 0)
                    break;
                if (format is null)
                {
                    if (Judge(buffer.AsSpan(0, read), file, out format) is { } refusal)
                        return (null, "", refusal);
                    most = types.MostBytes(format!.Kind);
                }

                length += read;
                if (length > most)
                    return (null, "", FileProblems.TooLarge(most, $"A {format.Name}"));
                hash.AppendData(buffer, 0, read);
                await draft.Stream.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
                room.Written(read);
            }

            if (length == 0)
                return (null, "", FileProblems.Empty());
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        if (await file.EndAsync(cancellationToken) is { } trailing)
            return (null, "", trailing);
        await draft.Stream.FlushAsync(cancellationToken);
        var reading = await Task.Run(() => MediaReader.Read(draft.Stream), cancellationToken);
        return reading.Facts is not { } facts ? (null, "", FileProblems.Damaged(reading.Format!.Name, reading.Problem!))
            : types.Problems(facts) is { Count: > 0 } problems ? (null, "", FileProblems.OverLimit(problems))
            : (facts, Convert.ToHexStringLower(hash.GetHashAndReset()), null);
    }

    private static IResult? Judge(ReadOnlySpan<byte> head, IncomingFile file, out FileFormat? format)
    {
        format = FileFormat.Of(head);
        return format is null ? FileProblems.Unknown(FileFormat.Other(head))
            : FileTypes.Contradiction(format, file.Name, file.MediaType) is { } contradiction ? FileProblems.Contradiction(contradiction)
            : null;
    }

    // The server and the reader of forms tell of a body that is cut in several ways.
    private static async Task<int> ReadAsync(Stream body, Memory<byte> buffer, int least, CancellationToken cancellationToken)
    {
        try
        {
            return await body.ReadAtLeastAsync(buffer, least, throwOnEndOfStream: false, cancellationToken);
        }
        catch (IOException exception) when (exception is not BadHttpRequestException)
        {
            throw new BadHttpRequestException("The body is badly cut, or ends too early.", StatusCodes.Status400BadRequest, exception);
        }
    }
}
