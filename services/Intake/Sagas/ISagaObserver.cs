namespace Wan.Intake.Sagas;

/// <summary>Is shown an instance before and after a message changes it.</summary>
internal interface ISagaObserver<in TSaga>
{
    /// <summary>It was loaded for a message.</summary>
    /// <returns>What the others want to know of it.</returns>
    object? Loaded(TSaga saga);

    /// <summary>What the message made of it is about to be saved. What this notes in it is saved with it.</summary>
    /// <param name="saga">As it is now.</param>
    /// <param name="before">What <see cref="Loaded"/> had to say.</param>
    void Saving(TSaga saga, object? before);

    /// <summary>It was saved; whether it is to be saved once more, with what this has noted in it.</summary>
    /// <param name="saga">As it is now.</param>
    /// <param name="before">What <see cref="Loaded"/> had to say.</param>
    bool HasToBeSavedAgain(TSaga saga, object? before);

    /// <summary>What the message made of it is on disk. Who lost the race for that is not shown here.</summary>
    /// <param name="saga">As it is now.</param>
    /// <param name="before">What <see cref="Loaded"/> had to say.</param>
    void Saved(TSaga saga, object? before);
}
