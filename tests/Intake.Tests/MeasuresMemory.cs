namespace Wan.Intake.Tests;

/// <summary>Those that measure the memory of this process: nothing runs beside them.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class MeasuresMemory
{
    public const string Name = "memory";
}
