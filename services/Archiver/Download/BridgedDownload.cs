using Microsoft.Extensions.Options;

namespace Wan.Archiver.Download;

/// <summary>A download that goes on after short breaks, while the bytes so far are at hand; longer ones give the place to others.</summary>
internal sealed partial class BridgedDownload(
    VideoDownloader downloader, DiskRoom room, IOptions<ArchiverOptions> options, TimeProvider time, ILogger<BridgedDownload> logger)
{
    private const int MostBridges = 4;

    /// <summary>Downloads.</summary>
    public async Task<DownloadOutcome> RunAsync(Uri url, PartialFile file, CancellationToken cancellationToken)
    {
        for (var bridge = 1; ; bridge++)
        {
            var before = file.Length;
            var outcome = await downloader.DownloadAsync(url, file, room.Fits, cancellationToken);
            if (outcome is not DownloadOutcome.Broken broken)
                return outcome;
            if (file.Length > before)
                bridge = 1;
            if (bridge >= MostBridges || file.Length == 0)
                return outcome;

            Log.Broken(logger, broken.Reason);
            await Task.Delay(ArchiveRules.BackOff(bridge, options.Value), time, cancellationToken);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Debug, "Going on with the download: {Reason}")]
        public static partial void Broken(ILogger logger, string reason);
    }
}
