using System.Diagnostics.Tracing;

namespace Wan.Storage.Sqlite;

/// <summary>Tells listeners to the event source <c>Wan-Storage</c> when a file's lock is taken; costs nothing while there is none.</summary>
[EventSource(Name = "Wan-Storage")]
internal sealed class StorageEvents : EventSource
{
    public static readonly StorageEvents Log = new();

    /// <summary>The lock is held from here to the commit.</summary>
    [Event(1, Level = EventLevel.Informational)]
    public void TransactionBegun(string file)
    {
        if (IsEnabled())
            WriteEvent(1, file);
    }
}
