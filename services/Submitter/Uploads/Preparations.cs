using System.Collections.Concurrent;
using Microsoft.Extensions.Options;

namespace Wan.Submitter.Uploads;

/// <summary>The submissions whose files this process uploads.</summary>
internal sealed partial class Preparations(Preparation preparation, UploadSignal signal, IOptions<SubmitterOptions> options, ILogger<Preparations> logger)
{
    private readonly ConcurrentDictionary<string, Task> running = new();

    /// <summary>How many more it may begin with.</summary>
    public int Free => options.Value.Uploads.MaxConcurrent - running.Count;

    /// <summary>Begins with one, in the background.</summary>
    public void Begin(Submission submission, CancellationToken stoppingToken)
    {
        var task = RunAsync(submission, stoppingToken);
        running[submission.Id] = task;
        if (task.IsCompleted)
            running.TryRemove(submission.Id, out _);
    }

    /// <summary>Waits for all of them.</summary>
    public Task EndAsync() => Task.WhenAll(running.Values);

    private async Task RunAsync(Submission submission, CancellationToken stoppingToken)
    {
        try
        {
            await Task.Yield();
            await preparation.RunAsync(submission, stoppingToken);
        }
        catch (Exception exception)
        {
            Log.Failed(logger, exception, submission.Id);
        }
        finally
        {
            running.TryRemove(submission.Id, out _);
            signal.Raise();
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "Uploading the files of generation {GenerationId} broke off; it is taken up again.")]
        public static partial void Failed(ILogger logger, Exception exception, string generationId);
    }
}
