namespace Wan.Archiver.Quarantine;

/// <summary>A whole download that was not the video.</summary>
/// <param name="Sha256">Of its bytes.</param>
/// <param name="SeenAt">When they first came.</param>
internal sealed record WrongFile(string Sha256, DateTimeOffset SeenAt);
