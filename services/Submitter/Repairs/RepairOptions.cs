using System.ComponentModel.DataAnnotations;

namespace Wan.Submitter.Repairs;

/// <summary>The section <c>Submitter:Repair</c>: finding out what became of a POST without an answer.</summary>
public sealed class RepairOptions
{
    /// <summary>When to look the first time.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "365.00:00:00")]
    public TimeSpan FirstLook { get; set; } = TimeSpan.FromSeconds(3);

    /// <summary>The time between looks doubles up to this.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "365.00:00:00")]
    public TimeSpan LongestWait { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How long after the POST at the earliest a task that the list does not show is taken for never made. A task may show late.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "365.00:00:00")]
    public TimeSpan AbsentAfter { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// How many tasks of ours of the same account and model, submitted after the POST in question had ended, the list must show before what it does
    /// not show counts as never made: a list may lag, or be empty. 0 believes its silence, and may pay twice.
    /// </summary>
    [Range(0, int.MaxValue)]
    public int Witnesses { get; set; } = 1;

    /// <summary>How many looks in a row must find it so.</summary>
    [Range(1, int.MaxValue)]
    public int EmptyLooks { get; set; } = 3;

    /// <summary>How long after the POST it is called undecidable, and <see cref="Policy"/> decides; later while a task that may be its own still runs.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "365.00:00:00")]
    public TimeSpan GiveUpAfter { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>What to do with the undecidable.</summary>
    public UncertainPolicy Policy { get; set; } = UncertainPolicy.Hold;

    /// <summary>How far the vendor's clock may be off ours where no task of ours tells.</summary>
    public TimeSpan ClockAllowance { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>The time between looks at a submission that is on hold: a task that shows this late is still used.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "365.00:00:00")]
    public TimeSpan HoldLook { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>A task has ended for sure so long after its POST (the vendor stops one after 3 hours); its slot is freed then.</summary>
    public TimeSpan HoldsSlotFor { get; set; } = TimeSpan.FromHours(4);

    /// <summary>The vendor's memory of a task: no more looks after this.</summary>
    public TimeSpan ForgottenAfter { get; set; } = TimeSpan.FromHours(24);
}

/// <summary>What to do with a submission whose outcome can't be found out.</summary>
public enum UncertainPolicy
{
    /// <summary>Wait for an operator.</summary>
    Hold,

    /// <summary>Submit it again, which may pay for a second task.</summary>
    Resubmit,
}
