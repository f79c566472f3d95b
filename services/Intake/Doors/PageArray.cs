using System.Runtime.InteropServices;

namespace Wan.Intake.Doors;

/// <summary>
/// An array for a large body whose memory goes back to the system the moment that it is disposed (on Linux), not whenever the runtime collects it and sees fit.
/// Until it is collected the array is there all the same: who still looked into it would see zeros, never what is somebody else's.
/// </summary>
internal sealed partial class PageArray : IDisposable
{
    // https://man7.org/linux/man-pages/man2/madvise.2.html: the pages of private memory are zeros at their next use.
    private const int DontNeed = 4;

    private int disposed;

    /// <param name="length">Takes no memory for what is not written to.</param>
    public PageArray(int length) => Bytes = GC.AllocateUninitializedArray<byte>(length, pinned: true);

    /// <summary>The array, of any content at first.</summary>
    public byte[] Bytes { get; }

    public void Dispose()
    {
        if (Interlocked.Exchange(ref disposed, 1) != 0 || !OperatingSystem.IsLinux())
            return;

        // It is pinned, so that it stays where it is; and whole pages only, since before and behind it there are others.
        nint page = Environment.SystemPageSize;
        var start = Marshal.UnsafeAddrOfPinnedArrayElement(Bytes, 0);
        var from = (start + page - 1) / page * page;
        var to = (start + Bytes.Length) / page * page;
        if (to > from)
            _ = Advise(from, to - from, DontNeed); // Refused, it stays in memory until it is collected.
        GC.KeepAlive(Bytes);
    }

    [LibraryImport("libc", EntryPoint = "madvise")]
    private static partial int Advise(nint address, nint length, int advice);
}
