namespace Wan.Contracts;

/// <summary>Why a generation ended as cancelled.</summary>
public static class CancellationReason
{
    /// <summary>Somebody asked for it.</summary>
    public const string Requested = "requested";

    /// <summary>The vendor had not begun it by its <c>start_by</c>; it costs nothing.</summary>
    public const string NotStarted = "not_started";
}
