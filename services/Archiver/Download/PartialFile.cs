using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;

namespace Wan.Archiver.Download;

/// <summary>
/// A video while it is downloaded: the bytes so far, their hash, and what is needed to go on where the connection broke. Disposing
/// deletes the file unless it was moved away.
/// </summary>
internal sealed class PartialFile : IDisposable
{
    private readonly SafeFileHandle handle;
    private IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private TransferChecksum? checksum;
    private bool moved;

    public PartialFile(string path)
    {
        Path = path;
        handle = File.OpenHandle(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Read);
    }

    public string Path { get; }

    /// <summary>Bytes so far.</summary>
    public long Length { get; private set; }

    /// <summary>How long it will be, as far as the server says.</summary>
    public long? Total { get; set; }

    /// <summary>Names the version of the remote file that the bytes are of; null if the server gave no name to trust.</summary>
    public string? Validator { get; set; }

    /// <summary>Whether the bytes so far are those that the server promised, where it promised any.</summary>
    public bool IsAsPromised => checksum?.Holds ?? true;

    /// <summary>Whether the server promised any.</summary>
    public bool HasPromise => checksum is { IsPromise: true };

    /// <summary>Why the bytes so far may be others than the server has, a sentence; null if nothing speaks for it.</summary>
    public string? Doubt => checksum?.Doubt;

    /// <summary>Throws away what is there.</summary>
    /// <param name="promise">What the server promises of the bytes to come.</param>
    public void Restart(TransferChecksum? promise)
    {
        checksum?.Dispose();
        checksum = promise;
        if (Length == 0)
            return;
        RandomAccess.SetLength(handle, 0);
        Length = 0;
        Validator = null;
        hash.Dispose();
        hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    }

    public void Append(ReadOnlySpan<byte> bytes)
    {
        RandomAccess.Write(handle, bytes, Length);
        hash.AppendData(bytes);
        checksum?.Append(bytes);
        Length += bytes.Length;
    }

    /// <summary>SHA-256 of the bytes so far, 64 lower-case hexadecimal digits.</summary>
    public string Sha256() => Convert.ToHexStringLower(hash.GetCurrentHash());

    /// <summary>Puts the bytes on the disk for good.</summary>
    public void Flush() => RandomAccess.FlushToDisk(handle);

    /// <summary>Gives it its final name, in place of whatever had it.</summary>
    public void MoveTo(string path)
    {
        File.Move(Path, path, overwrite: true);
        moved = true;
    }

    public Stream OpenRead() => new FileStream(Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);

    public void Dispose()
    {
        handle.Dispose();
        hash.Dispose();
        checksum?.Dispose();
        if (!moved)
            File.Delete(Path);
    }
}
