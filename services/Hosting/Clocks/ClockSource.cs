namespace Wan.Hosting.Clocks;

/// <summary>Whose clock ours was compared with; the first that is known decides.</summary>
internal enum ClockSource
{
    /// <summary>The vendor's, by the <c>Date</c> of its answers.</summary>
    Vendor,

    /// <summary>The store's, where it has one.</summary>
    Store,

    /// <summary>Another process's of the same service.</summary>
    Peer,
}
