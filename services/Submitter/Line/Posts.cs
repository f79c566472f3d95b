using System.Collections.Concurrent;
using Wan.Submitter.Posting;
using Wan.Submitter.Quotas;

namespace Wan.Submitter.Line;

/// <summary>The POSTs that this process has under way.</summary>
internal sealed partial class Posts(Poster poster, DispatchSignal signal, ILogger<Posts> logger)
{
    private readonly ConcurrentDictionary<string, Task> running = new();

    /// <summary>How many.</summary>
    public int Count => running.Count;

    /// <summary>Sends a submission that has its slot, in the background.</summary>
    public void Begin(Submission submission, Reservation reservation)
    {
        var post = PostAsync(submission, reservation);
        running[reservation.AttemptId] = post;
        if (post.IsCompleted)
            running.TryRemove(reservation.AttemptId, out _);
    }

    /// <summary>Waits for all of them.</summary>
    public async Task EndAsync(CancellationToken cancellationToken)
    {
        if (!running.IsEmpty)
            Log.Waiting(logger, running.Count);
        await Task.WhenAll(running.Values).WaitAsync(cancellationToken);
    }

    private async Task PostAsync(Submission submission, Reservation reservation)
    {
        try
        {
            await Task.Yield();
            await poster.PostAsync(submission, reservation);
        }
        catch (Exception exception)
        {
            Log.Failed(logger, exception, submission.Id);
        }
        finally
        {
            running.TryRemove(reservation.AttemptId, out _);
            signal.Raise();
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "Submitting generation {GenerationId} broke off; the sweep takes it up.")]
        public static partial void Failed(ILogger logger, Exception exception, string generationId);

        [LoggerMessage(2, LogLevel.Information, "Stopping once {Count} POSTs have been answered.")]
        public static partial void Waiting(ILogger logger, int count);
    }
}
