using Wan.Fixtures;

namespace Wan.Archiver.Tests;

/// <summary>A test that needs a small disk of its own, and so the right to mount one; skipped where there is none.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class MountFactAttribute : FactAttribute
{
    public MountFactAttribute()
    {
        if (!SmallDisk.IsPossible())
            Skip = "Needs the right to mount a tmpfs.";
    }
}
