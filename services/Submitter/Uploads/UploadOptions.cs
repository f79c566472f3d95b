using System.ComponentModel.DataAnnotations;

namespace Wan.Submitter.Uploads;

/// <summary>The section <c>Submitter:Uploads</c>: how files that requests refer to come to the vendor's temporary storage.</summary>
public sealed class UploadOptions
{
    /// <summary>How long after its upload a file is still referred to by a new POST; then it is uploaded again. The vendor keeps it for 48 hours, and its task may wait there.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "1.23:00:00")]
    public TimeSpan GoodFor { get; set; } = TimeSpan.FromHours(20);

    /// <summary>Submissions whose files one process uploads to one account at once.</summary>
    [Range(1, 100)]
    public int MaxConcurrent { get; set; } = 4;

    /// <summary>How long a process may be silent before another one uploads a file that it has begun with, however long that takes.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "01:00:00")]
    public TimeSpan Lease { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How long after a file could not be uploaded it is tried again, doubled each time in a row.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "1.00:00:00")]
    public TimeSpan FirstWait { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>The most it is doubled to.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "1.00:00:00")]
    public TimeSpan LongestWait { get; set; } = TimeSpan.FromMinutes(5);

    // An upload that is about to run out is as good as none; clocks may be apart, too.
    internal TimeSpan Margin => TimeSpan.FromMinutes(5) < GoodFor / 4 ? TimeSpan.FromMinutes(5) : GoodFor / 4;

    // The furthest ahead that one whose files are to be uploaded may be due.
    internal TimeSpan Furthest => Lease > LongestWait ? Lease : LongestWait;
}
