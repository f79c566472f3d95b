using Wan.Contracts;
using Wan.DashScope.Accounts;

namespace Wan.Submitter.Uploads;

/// <summary>What has come of preparing a submission so far.</summary>
/// <param name="wanted">At how many accounts its files are wanted.</param>
internal sealed class Prepared(int wanted)
{
    /// <summary>By account: where they are.</summary>
    public Dictionary<string, UploadedFiles> At { get; } = [];

    /// <summary>At an account that can be used they are not, or not yet.</summary>
    public bool IsPartly => At.Count < wanted;

    /// <summary>At one of them there was no place.</summary>
    public bool LackedPlace { get; private set; }

    /// <summary>Why they are not where they are not, for people; null if nobody knows of a reason.</summary>
    public string? Obstacle { get; private set; }

    /// <summary>Why they will never be there; null for no reason.</summary>
    public GenerationError? Error { get; private set; }

    /// <summary>Takes down what came of one account.</summary>
    public void Take(FilesAt at)
    {
        if (at.Files is { } files)
            At[at.Account.Name] = files;
        LackedPlace |= at.LackedPlace;
        Obstacle ??= at.Obstacle;
        Error ??= at.Error;
    }
}

/// <summary>What came of preparing a submission for one account.</summary>
/// <param name="Account">The account.</param>
/// <param name="Files">Where its files are; null if they are not (all) there.</param>
/// <param name="Obstacle">Why not, for people; null also if somebody else uploads one of them.</param>
/// <param name="Error">Why they never will be.</param>
/// <param name="LackedPlace">There was no place to upload them.</param>
internal sealed record FilesAt(DashScopeAccount Account, UploadedFiles? Files = null, string? Obstacle = null, GenerationError? Error = null, bool LackedPlace = false);
