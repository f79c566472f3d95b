namespace Wan.Archiver.Proof;

/// <summary>One way in which a file is not what was asked for.</summary>
/// <param name="IsWrong">True: it must not be published. False: it is only odd, a warning.</param>
/// <param name="Code">Stable name, such as <c>video.too_short</c>.</param>
/// <param name="Message">A sentence with what was expected and what was found.</param>
internal sealed record VideoFinding(bool IsWrong, string Code, string Message);
