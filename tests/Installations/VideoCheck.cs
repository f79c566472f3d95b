using System.Globalization;
using System.Security.Cryptography;

namespace Wan.Installations;

/// <summary>Whether the archived video is what was ordered, and the task's own.</summary>
public static class VideoCheck
{
    /// <summary>Fetches the video of a completed generation and reads it.</summary>
    /// <returns>What is wrong with it; null if nothing is.</returns>
    public static async Task<string?> FindProblemAsync(Door door, Order order, Generation generation)
    {
        if (generation.Video is not { } video)
            return "it has no video";
        if ((video.Width, video.Height, video.Duration, video.Audio) != (order.Width, order.Height, order.Seconds, order.Audio))
            return $"its proof says {video}";

        var file = await door.GetVideoAsync(video.Url);
        if (file.LongLength != video.Bytes || Convert.ToHexStringLower(SHA256.HashData(file)) != video.Sha256)
            return $"the file has {file.LongLength} bytes and another hash than its proof says: {video}";

        var found = Mp4Summary.Read(file);
        if (found.TaskId != generation.TaskId)
            return $"the file is the video of task {found.TaskId}";
        var isRight = (found.Width, found.Height, found.HasSound, found.IsComplete) == (order.Width, order.Height, order.Audio, true)
            && found.Pictures == order.Seconds * 30
            && Math.Abs(found.Duration.TotalSeconds - order.Seconds) <= 0.1;
        return isRight ? null : string.Create(CultureInfo.InvariantCulture, $"the file is {found}");
    }
}
