using System.ComponentModel;
using System.Diagnostics;
using Microsoft.Extensions.Options;
using Wan.Archiver.Stores;

namespace Wan.Archiver;

/// <summary>Makes the first picture of a video into a JPEG, once, where ffmpeg is installed. Posters are only a convenience and can be thrown away.</summary>
internal sealed class PosterMaker(IVideoStore store, IOptions<ArchiveOptions> options) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly string folder = Path.GetFullPath(Path.Combine(options.Value.Directory, LocalDisk.Posters));
    private readonly SemaphoreSlim turn = new(1, 1);

    /// <summary>Path of the poster; null if there is no ffmpeg, or it can make nothing of the video.</summary>
    public async Task<string?> FindAsync(Archive archive, CancellationToken cancellationToken)
    {
        var path = PathOf(archive.Id);
        if (File.Exists(path))
            return path;

        await turn.WaitAsync(cancellationToken);
        try
        {
            return File.Exists(path) || await MakeAsync(archive, path, cancellationToken) ? path : null;
        }
        finally
        {
            turn.Release();
        }
    }

    /// <summary>Takes it away with its video.</summary>
    public void Delete(string id)
    {
        if (File.Exists(PathOf(id)))
            File.Delete(PathOf(id));
    }

    public void Dispose() => turn.Dispose();

    private string PathOf(string id) => Path.Combine(folder, $"{id}.jpg");

    private async Task<bool> MakeAsync(Archive archive, string path, CancellationToken cancellationToken)
    {
        await using var video = await store.OpenAsync(archive.Key!, cancellationToken);
        if (video is null)
            return false;

        Directory.CreateDirectory(folder);
        var (source, unfinished) = ($"{path}.mp4", $"{path}.new");
        try
        {
            await using (var copy = File.Create(source))
                await video.CopyToAsync(copy, cancellationToken);
            if (!await RunAsync(["-v", "error", "-nostdin", "-y", "-protocol_whitelist", "file", "-f", "mp4", "-i", source, "-frames:v", "1", "-q:v", "3", "-f", "mjpeg", unfinished], cancellationToken))
                return false;
            File.Move(unfinished, path, overwrite: true);
            return true;
        }
        finally
        {
            File.Delete(source);
            File.Delete(unfinished);
        }
    }

    private static async Task<bool> RunAsync(string[] arguments, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        try
        {
            using var ffmpeg = Process.Start("ffmpeg", arguments);
            try
            {
                await ffmpeg.WaitForExitAsync(patience.Token);
                return ffmpeg.ExitCode == 0;
            }
            catch (OperationCanceledException)
            {
                ffmpeg.Kill();
                return false;
            }
        }
        catch (Win32Exception)
        {
            return false; // It isn't installed.
        }
    }
}
