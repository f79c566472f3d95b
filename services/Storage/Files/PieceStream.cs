using Wan.Storage.Bodies;

namespace Wan.Storage.Files;

/// <summary>Reads what stands in pieces, one piece after the other, from any place.</summary>
internal sealed class PieceStream(MongoDbPieces pieces, string id, long length, byte[] last) : Stream
{
    private readonly int lastNumber = Pieces.CountOf(length, Pieces.Length) - 1;
    private byte[]? other;
    private int number = -1;

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => length;

    public override long Position { get; set; }

    /// <exception cref="StorageException">It can't be read, or was deleted meanwhile.</exception>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (Position >= length || buffer.Length == 0)
            return 0;
        var wanted = (int)(Position / Pieces.Length);
        if (wanted != lastNumber && wanted != number)
        {
            other = await pieces.FindAsync(id, wanted, cancellationToken)
                ?? throw new StorageException($"Piece {wanted} of file {id} is not in the collection intake.file_pieces: the file was deleted meanwhile, or a backup is to be put back.");
            number = wanted;
        }

        var piece = wanted == lastNumber ? last : other!;
        var from = (int)(Position % Pieces.Length);
        var count = Math.Min(buffer.Length, piece.Length - from);
        piece.AsMemory(from, count).CopyTo(buffer);
        Position += count;
        return count;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("It is read asynchronously.");

    public override long Seek(long offset, SeekOrigin origin) =>
        Position = offset + (origin switch { SeekOrigin.Begin => 0, SeekOrigin.Current => Position, _ => length });

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
