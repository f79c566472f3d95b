namespace Wan.Intake.Chores;

/// <summary>Whether this process has looked at all that waits in Submitter's line since it began: until then what that needs may be older than it may be.</summary>
internal sealed class LineLook
{
    private volatile bool hasEnded;

    /// <summary>Whether it has.</summary>
    public bool HasEnded => hasEnded;

    /// <summary>It has.</summary>
    public void Ended() => hasEnded = true;
}
