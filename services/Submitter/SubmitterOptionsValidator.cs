using Microsoft.Extensions.Options;
using Wan.Submitter.Repairs;

namespace Wan.Submitter;

/// <summary>Says which key of the section is wrong.</summary>
internal sealed class SubmitterOptionsValidator : IValidateOptions<SubmitterOptions>
{
    public ValidateOptionsResult Validate(string? name, SubmitterOptions options)
    {
        var failures = new List<string>();
        foreach (var (tenant, weight) in options.Weights)
            Check($"Weights:{tenant}", weight is > 0 and <= 1000, "must be above 0 and at most 1000");
        Check(nameof(options.MaxConcurrentPosts), options.MaxConcurrentPosts is >= 1 and <= 1000, "must be 1 to 1000");
        Check(nameof(options.SpacingMargin), options.SpacingMargin >= TimeSpan.Zero, "must not be negative");
        Check(nameof(options.Horizon), options.Horizon >= TimeSpan.Zero, "must not be negative");
        Check(nameof(options.MaxBytesInFlight), options.MaxBytesInFlight > 0, "must be more than 0");
        Check(nameof(options.RequestPatience), options.RequestPatience >= TimeSpan.Zero, "must not be negative");
        Check(nameof(options.SlowestUpload), options.SlowestUpload > 0, "must be more than 0");
        Check($"Repair:{nameof(options.Repair.Witnesses)}", options.Repair.Witnesses >= 0, "must not be negative");
        Check($"Repair:{nameof(options.Repair.EmptyLooks)}", options.Repair.EmptyLooks >= 1, "must be at least 1");
        foreach (var (key, value) in Positive(options))
            Check(key, value > TimeSpan.Zero, "must be longer than 0");
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);

        void Check(string key, bool holds, string rule)
        {
            if (!holds)
                failures.Add($"{SubmitterOptions.SectionName}:{key} {rule}.");
        }
    }

    private static (string Key, TimeSpan Value)[] Positive(SubmitterOptions options) =>
    [
        (nameof(options.AgeingBound), options.AgeingBound),
        (nameof(options.ClaimLease), options.ClaimLease),
        (nameof(options.PostGrace), options.PostGrace),
        (nameof(options.PostWindow), options.PostWindow),
        (nameof(options.Tick), options.Tick),
        (nameof(options.SweepInterval), options.SweepInterval),
        (nameof(options.SilentAfter), options.SilentAfter),
        (nameof(options.ShortestBlock), options.ShortestBlock),
        (nameof(options.ShortestPause), options.ShortestPause),
        ($"Repair:{nameof(options.Repair.FirstLook)}", options.Repair.FirstLook),
        ($"Repair:{nameof(options.Repair.LongestWait)}", options.Repair.LongestWait),
        ($"Repair:{nameof(options.Repair.AbsentAfter)}", options.Repair.AbsentAfter),
        ($"Repair:{nameof(options.Repair.GiveUpAfter)}", options.Repair.GiveUpAfter),
        ($"Repair:{nameof(options.Repair.HoldLook)}", options.Repair.HoldLook),
        ($"Strays:{nameof(options.Strays.Interval)}", options.Strays.Interval),
        ($"Strays:{nameof(options.Strays.FirstLook)}", options.Strays.FirstLook),
        ($"Strays:{nameof(options.Strays.Overlap)}", options.Strays.Overlap),
    ];
}
