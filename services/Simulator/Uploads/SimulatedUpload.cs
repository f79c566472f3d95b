namespace Wan.Simulator.Uploads;

/// <summary>A file in the vendor's temporary storage: what is known of it. Its content is not kept.</summary>
/// <param name="Key">Where it is, behind <c>oss://</c>.</param>
/// <param name="Account">Whose.</param>
/// <param name="Model">For which model.</param>
/// <param name="Bytes">How long it is.</param>
/// <param name="Sha256">Of its content, in small letters.</param>
/// <param name="At">When it came.</param>
/// <param name="Seconds">How long it lasts, if it is a video or a sound that can be read.</param>
/// <param name="Width">Pixels, if it is a picture or a video that can be read.</param>
/// <param name="Height">Pixels, likewise.</param>
internal sealed record SimulatedUpload(
    string Key, string Account, string Model, long Bytes, string Sha256, DateTimeOffset At, double? Seconds, int? Width = null, int? Height = null);
