using System.ComponentModel.DataAnnotations;

namespace Wan.Submitter.Repairs;

/// <summary>
/// The section <c>Submitter:Strays</c>: looking for tasks on an account that serve no generation. What is spent on it comes out of the account's
/// <c>RepairQueriesPerSecond</c>.
/// </summary>
public sealed class StrayOptions
{
    /// <summary>How often an account's tasks are listed.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "365.00:00:00")]
    public TimeSpan Interval { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How far each list reaches back behind the last one, since a list may show a task late.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "365.00:00:00")]
    public TimeSpan Overlap { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>How old a task must be before it is asked whose it is: until then it may be one that is being submitted. Doubled for each further look.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "365.00:00:00")]
    public TimeSpan FirstLook { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>Tasks that are asked for at each interval, at most.</summary>
    public int LooksAtOnce { get; set; } = 20;
}
