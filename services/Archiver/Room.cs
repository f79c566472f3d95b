namespace Wan.Archiver;

/// <summary>Whether another video could be kept here now.</summary>
/// <param name="Reason">Why not, a sentence that names the place and what to do; null if it could.</param>
/// <param name="FreeBytes">Free bytes where videos are written first; null if that can't be told.</param>
/// <param name="WantedBytes">Bytes that must be free there; null if bytes are not what is wanting.</param>
internal sealed record Room(string? Reason, long? FreeBytes, long? WantedBytes)
{
    /// <summary>Whether it could.</summary>
    public bool CanKeep => Reason is null;
}
