namespace Wan.Intake.DeadLetters;

/// <summary>The broker did not do what was asked of it, or not in time.</summary>
/// <param name="moved">How many messages are known to have been moved back before.</param>
/// <param name="cause">Why.</param>
internal sealed class DeadLettersAwayException(int moved, Exception cause) : Exception(cause.Message, cause)
{
    /// <summary>How many messages are known to have been moved back before.</summary>
    public int Moved { get; } = moved;
}
