using Microsoft.Extensions.DependencyInjection;
using Wan.Fixtures;
using Wan.Storage;
using Wan.Submitter.Repairs;

namespace Wan.Submitter.Tests;

/// <summary>Waits for what becomes known of tasks that no generation has.</summary>
internal static class StrayWaits
{
    /// <summary>Waits until a task that no generation has was asked twice more whose it is.</summary>
    public static async Task StrayLookedAtAsync(this SubmitterUnderTest submitter, string taskId)
    {
        var begun = (await submitter.StrayKnownAsync(taskId)).Looks;
        await Eventually.UntilAsync(async () => (await submitter.StraysAsync())?.Tasks.GetValueOrDefault(taskId)?.Looks >= begun + 2, $"task {taskId} asked");
    }

    /// <summary>Waits until a task is known that no generation has.</summary>
    public static async Task<Stray> StrayKnownAsync(this SubmitterUnderTest submitter, string taskId)
    {
        Stray? stray = null;
        await Eventually.UntilAsync(async () => (stray = (await submitter.StraysAsync())?.Tasks.GetValueOrDefault(taskId)) is not null, $"task {taskId} known");
        return stray!;
    }

    /// <summary>Waits until a task is known to be another program's.</summary>
    public static Task StrayForeignAsync(this SubmitterUnderTest submitter, string taskId) => Eventually.UntilAsync(
        async () => (await submitter.StraysAsync())?.Foreign.Values.Any(ids => ids.Contains(taskId)) == true, $"task {taskId} known as another's");

    private static Task<StrayBook?> StraysAsync(this SubmitterUnderTest submitter) =>
        submitter.Service<IDocuments<StrayBook>>().FindAsync("default");
}
