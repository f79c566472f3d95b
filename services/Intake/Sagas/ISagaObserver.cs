namespace Wan.Intake.Sagas;

/// <summary>Is shown an instance before and after a message changes it.</summary>
internal interface ISagaObserver<in TSaga>
{
    /// <summary>It was loaded for a message.</summary>
    /// <returns>What <see cref="Saved"/> wants to know of it.</returns>
    object? Loaded(TSaga saga);

    /// <summary>What the message made of it is on disk. Who lost the race for that is not shown here.</summary>
    /// <param name="saga">As it is now.</param>
    /// <param name="before">What <see cref="Loaded"/> had to say.</param>
    void Saved(TSaga saga, object? before);
}
