namespace Wan.Hosting.Doors.Access;

/// <summary>The keys of this installation. A process that has none knows requests by signed addresses alone.</summary>
public interface IKeyRing
{
    /// <summary>Whether any key was ever made; revoked and expired ones count, so that nobody is let in for the last one's end.</summary>
    /// <exception cref="Storage.StorageUnavailableException">That can't be said now.</exception>
    ValueTask<bool> AnyAsync(CancellationToken cancellationToken);

    /// <summary>Whose key this is.</summary>
    /// <param name="key">As it was shown, of any content.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="Storage.StorageUnavailableException">That can't be said now.</exception>
    ValueTask<AccessVerdict> JudgeAsync(string key, CancellationToken cancellationToken);
}
