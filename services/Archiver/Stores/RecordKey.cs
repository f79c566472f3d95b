namespace Wan.Archiver.Stores;

/// <summary>The name of the record beside a video.</summary>
internal static class RecordKey
{
    public static string Of(string videoKey) => Path.ChangeExtension(videoKey, ".json");
}
