using Microsoft.Extensions.Options;
using Wan.Storage.Files;

namespace Wan.Intake.Files;

/// <summary>
/// What may still be written to the disk: uploads that are under way need what they have announced, and what others write shows while they are. Of one process: several share
/// a disk at their own risk, and look again while they write.
/// </summary>
internal sealed class FileDiskRoom(IFileContents contents, IOptions<FilesOptions> options)
{
    private const long BetweenLooks = 4 * 1024 * 1024;

    private readonly Lock gate = new();
    private long announced;

    /// <summary>Keeps room for so many bytes.</summary>
    /// <returns>Null if there is none.</returns>
    public Part? Take(long bytes)
    {
        lock (gate)
        {
            // Nothing overflows: what is announced is bounded by what a file may have.
            if (contents.FreeBytes - announced - bytes < options.Value.MinFreeBytes)
                return null;
            announced += bytes;
            return new Part(this, bytes);
        }
    }

    private void Change(long bytes)
    {
        lock (gate)
            announced += bytes;
    }

    private void Look()
    {
        if (contents.FreeBytes < options.Value.MinFreeBytes)
            throw new DiskFullException("Fewer bytes than Files:MinFreeBytes are free by now.");
    }

    /// <summary>The room of one upload; disposed, what it did not need is free.</summary>
    internal sealed class Part(FileDiskRoom room, long bytes) : IDisposable
    {
        private long left = bytes;
        private long sinceLook;

        /// <summary>So many were written.</summary>
        /// <exception cref="DiskFullException">Too little is free by now, whoever has used it.</exception>
        public void Written(int count)
        {
            var used = Math.Min(left, count);
            left -= used;
            room.Change(-used);
            sinceLook += count;
            if (sinceLook < BetweenLooks)
                return;
            sinceLook = 0;
            room.Look();
        }

        public void Dispose()
        {
            room.Change(-left);
            left = 0;
        }
    }
}
