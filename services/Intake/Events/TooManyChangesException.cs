namespace Wan.Intake.Events;

/// <summary>More has changed than is held in memory to be sent.</summary>
internal sealed class TooManyChangesException() : Exception("More generations have changed than are told at once.");
