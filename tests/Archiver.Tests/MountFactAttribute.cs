using System.Diagnostics;

namespace Wan.Archiver.Tests;

/// <summary>A test that needs a small disk of its own, and so the right to mount one; skipped where there is none.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class MountFactAttribute : FactAttribute
{
    public MountFactAttribute()
    {
        var folder = Directory.CreateTempSubdirectory("wan-mount-").FullName;
        if (SmallDisk.Run("mount", $"-t tmpfs -o size=1m tmpfs {folder}"))
            SmallDisk.Run("umount", folder);
        else
            Skip = "Needs the right to mount a tmpfs.";
        Directory.Delete(folder);
    }
}

/// <summary>A tmpfs of a few megabytes.</summary>
internal sealed class SmallDisk : IDisposable
{
    public SmallDisk(int megabytes, int? files = null)
    {
        Path = Directory.CreateTempSubdirectory("wan-disk-").FullName;
        Run("mount", $"-t tmpfs -o size={megabytes}m{(files is null ? "" : $",nr_inodes={files}")} tmpfs {Path}").ShouldBeTrue();
    }

    public string Path { get; }

    /// <summary>Makes it larger or smaller.</summary>
    public void Resize(int megabytes) => Run("mount", $"-o remount,size={megabytes}m {Path}").ShouldBeTrue();

    public static bool Run(string command, string arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(command, arguments) { RedirectStandardError = true })!;
            process.StandardError.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    public void Dispose()
    {
        Run("umount", $"-l {Path}");
        Directory.Delete(Path);
    }
}
