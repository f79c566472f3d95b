using System.ComponentModel;
using System.Diagnostics;

namespace Wan.Fixtures;

/// <summary>A disk (tmpfs) of a few megabytes. Needs the right to mount one.</summary>
public sealed class SmallDisk : IDisposable
{
    private const string Filler = "filler";

    /// <summary>Mounts it.</summary>
    /// <param name="megabytes">Its size.</param>
    /// <param name="files">How many files it takes; null for plenty.</param>
    /// <exception cref="InvalidOperationException">It can't be mounted.</exception>
    public SmallDisk(int megabytes, int? files = null)
    {
        Path = Directory.CreateTempSubdirectory("wan-disk-").FullName;
        if (Run("mount", $"-t tmpfs -o size={megabytes}m{(files is null ? "" : $",nr_inodes={files}")} tmpfs {Path}"))
            return;
        Directory.Delete(Path);
        throw new InvalidOperationException("A tmpfs can't be mounted here; run as root, or ask SmallDisk.IsPossible first.");
    }

    /// <summary>Where it is.</summary>
    public string Path { get; }

    /// <summary>Whether this process may mount one.</summary>
    public static bool IsPossible()
    {
        try
        {
            using var disk = new SmallDisk(megabytes: 1);
            return true;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    /// <summary>Makes it larger or smaller.</summary>
    /// <exception cref="InvalidOperationException">It can't be mounted anew.</exception>
    public void Resize(int megabytes)
    {
        if (!Run("mount", $"-o remount,size={megabytes}m {Path}"))
            throw new InvalidOperationException($"{Path} can't be made {megabytes} MB large.");
    }

    /// <summary>Takes all the room that is left.</summary>
    public void Fill()
    {
        using var file = File.Create(System.IO.Path.Combine(Path, Filler));
        try
        {
            for (var block = new byte[64 * 1024]; ;)
                RandomAccess.Write(file.SafeFileHandle, block, RandomAccess.GetLength(file.SafeFileHandle));
        }
        catch (IOException)
        {
            // Full.
        }
    }

    /// <summary>Gives the room back that <see cref="Fill"/> has taken.</summary>
    public void Free() => File.Delete(System.IO.Path.Combine(Path, Filler));

    /// <inheritdoc/>
    public void Dispose()
    {
        Run("umount", $"-l {Path}");
        Directory.Delete(Path);
    }

    private static bool Run(string command, string arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(command, arguments) { RedirectStandardError = true })!;
            process.StandardError.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }
}
