namespace Wan.Fixtures;

/// <summary>The moment at which a service under test kills itself.</summary>
/// <param name="Step">The name of an event that it logs, such as <c>LogIntended</c>, or that the runtime's HTTP client tells, such as <c>RequestContentStop</c>.</param>
/// <param name="Occurrence">At the first time, the second...</param>
public sealed record StepOfDeath(string Step, int Occurrence)
{
    internal const string StepVariable = "TEST_DIES_AT";
    internal const string OccurrenceVariable = "TEST_DIES_AT_OCCURRENCE";
}
