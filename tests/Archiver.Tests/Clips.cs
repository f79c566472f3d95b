using System.Collections.Concurrent;
using System.Diagnostics;
using Wan.Contracts;

namespace Wan.Archiver.Tests;

/// <summary>Small videos made by ffmpeg, each kind once for all tests.</summary>
internal static class Clips
{
    private static readonly ConcurrentDictionary<string, Lazy<byte[]>> Made = new();

    /// <summary>2 seconds, 320 by 240, 30 fps, H.264 with AAC sound, index first.</summary>
    public static byte[] Sound => Make("-movflags +faststart");

    /// <summary>The same without sound.</summary>
    public static byte[] Silent => Make("-movflags +faststart", sound: false);

    /// <summary>The same with the index at its end.</summary>
    public static byte[] IndexLast => Make("");

    /// <summary>The same in fragments of half a second.</summary>
    public static byte[] Fragmented => Make("-movflags +frag_keyframe+empty_moov+default_base_moof -g 15");

    /// <summary>What the clips are.</summary>
    public static ExpectedVideo Expected { get; } =
        new() { Width = 320, Height = 240, Resolution = 720, Fps = 30, Duration = 2, Audio = true };

    /// <summary>A clip of 2 seconds unless the options say else.</summary>
    public static byte[] Make(string options, bool sound = true, string size = "320x240", string seconds = "2", string fps = "30") =>
        Made.GetOrAdd($"{options}|{sound}|{size}|{seconds}|{fps}", _ => new Lazy<byte[]>(() => Run(options, sound, size, seconds, fps))).Value;

    private static byte[] Run(string options, bool sound, string size, string seconds, string fps)
    {
        var path = Path.Combine(Path.GetTempPath(), $"wan-clip-{Guid.NewGuid():N}.mp4");
        var audio = sound ? $"-f lavfi -i sine=frequency=440:duration={seconds} -c:a aac -b:a 32k" : "";
        var arguments = $"-v error -nostdin -f lavfi -i testsrc=size={size}:rate={fps}:duration={seconds} {audio} -c:v libx264 -preset ultrafast -pix_fmt yuv420p {options} {path}";
        try
        {
            using var ffmpeg = Process.Start(new ProcessStartInfo("ffmpeg", arguments) { RedirectStandardError = true })!;
            var errors = ffmpeg.StandardError.ReadToEnd();
            ffmpeg.WaitForExit();
            return ffmpeg.ExitCode == 0 ? File.ReadAllBytes(path) : throw new InvalidOperationException($"ffmpeg: {errors}");
        }
        finally
        {
            File.Delete(path);
        }
    }
}
