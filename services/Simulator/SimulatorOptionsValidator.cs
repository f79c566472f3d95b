using Microsoft.Extensions.Options;
using Wan.DashScope.Catalogue;
using Wan.Simulator.Video;

namespace Wan.Simulator;

/// <summary>Stops the start with every key that makes no sense.</summary>
internal sealed class SimulatorOptionsValidator(ModelCatalogue catalogue) : IValidateOptions<SimulatorOptions>
{
    public ValidateOptionsResult Validate(string? name, SimulatorOptions options)
    {
        var problems = new List<string>();
        Check(options.Speed is > 0 and <= 1e9, "Speed", "must be more than 0");
        Check(options.SubmitsPerSecond >= 0, "SubmitsPerSecond", "must be 0 (off) or more");
        Check(options.RunningTasks >= 0, "RunningTasks", "must be 0 (off) or more");
        Check(options.QueuedTasks >= 0, "QueuedTasks", "must be 0 (off) or more");
        Check(options.QueriesPerSecond >= 0, "QueriesPerSecond", "must be 0 (off) or more");
        Check(options.UrlLifetime > TimeSpan.Zero, "UrlLifetime", "must be more than 0");
        Check(options.TaskRetention > TimeSpan.Zero, "TaskRetention", "must be more than 0");
        Check(options.UploadLifetime > TimeSpan.Zero, "UploadLifetime", "must be more than 0");
        Check(options.PolicyLifetime > TimeSpan.Zero, "PolicyLifetime", "must be more than 0");
        Check(options.MaxUploadMegabytes > 0, "MaxUploadMegabytes", "must be more than 0");
        Check(options.InputVideoLength >= TimeSpan.Zero, "InputVideoLength", "must be 0 or more");
        Check(options.MinimumVideoBytes is >= 0 and < uint.MaxValue, "MinimumVideoBytes", "must be 0 to 4 GB");
        foreach (var key in options.Accounts.SelectMany(account => account.Value).CountBy(key => key).Where(key => key.Value > 1))
            problems.Add($"{SimulatorOptions.SectionName}:Accounts: one API key is listed {key.Value} times.");
        foreach (var (model, settings) in options.Models)
        {
            Check(catalogue.Find(model) is not null, $"Models:{model}",
                $"is of no known family; set {CatalogueOptions.SectionName}:Models:{model} to one of {string.Join(", ", catalogue.Families.Select(family => family.Name))}, for every service");
            Check(settings.SubmitsPerSecond is null or >= 0, $"Models:{model}:SubmitsPerSecond", "must be 0 (off) or more");
            Check(settings.RunningTasks is null or >= 0, $"Models:{model}:RunningTasks", "must be 0 (off) or more");
        }

        foreach (var family in catalogue.Families)
            problems.AddRange(Missing(family).Select(what => $"Families/{family.Name}.json: {what}."));

        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);

        void Check(bool holds, string key, string rule)
        {
            if (!holds)
                problems.Add($"{SimulatorOptions.SectionName}:{key} {rule}.");
        }
    }

    // What a family needs that is not in its file: pictures, which take an encoder to make.
    private static IEnumerable<string> Missing(ModelFamily family)
    {
        if (family.Fps is < 1 or > VideoShape.MostFps)
            yield return $"fps is {family.Fps}, but the simulator's pictures are for {VideoShape.MostFps} at most";
        foreach (var frame in family.Frames.Where(frame => frame is { Width: { } width, Height: { } height } && !FrameLibrary.Has(width, height)))
        {
            yield return $"frames has {frame.Width}*{frame.Height}, of which the simulator has no pictures; add that size to services/Simulator/Frames/make-frames.sh, "
                + "run it, and keep the file that it makes";
        }
    }
}
