namespace Wan.Archiver.Chores;

/// <summary>Something that is looked after at an interval, beside the downloads.</summary>
internal interface IChore
{
    /// <summary>How long to rest after it.</summary>
    TimeSpan Interval { get; }

    /// <summary>Does what is due. May be cut off anywhere, and may run in several processes at once.</summary>
    Task RunAsync(CancellationToken cancellationToken);
}
