namespace Wan.Soak;

/// <summary>What a run is like.</summary>
internal sealed record SoakOptions
{
    /// <summary>Everything that is decided in the run is drawn from it.</summary>
    public required int Seed { get; init; }

    /// <summary>How long there is chaos.</summary>
    public TimeSpan Duration { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How long at most it takes afterwards until everything has ended.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromMinutes(4);

    /// <summary>What may happen.</summary>
    public ChaosKinds Kinds { get; init; } = ChaosKinds.All;

    /// <summary>Where it is told what happens.</summary>
    public Action<string> Say { get; init; } = _ => { };

    /// <summary>Reads <c>--minutes N</c> and <c>--seed S</c>.</summary>
    /// <exception cref="FormatException">They are something else.</exception>
    public static SoakOptions Parse(IReadOnlyList<string> arguments, Action<string> say)
    {
        const string Usage = "usage: ./wan soak [--minutes 1 to 1440] [--seed number]";
        var options = new SoakOptions { Seed = Random.Shared.Next(1, 1_000_000), Say = say };
        for (var index = 0; index < arguments.Count; index += 2)
        {
            if (index + 1 == arguments.Count || !int.TryParse(arguments[index + 1], out var value))
                throw new FormatException(Usage);
            options = arguments[index] switch
            {
                "--minutes" when value is >= 1 and <= 1440 => options with { Duration = TimeSpan.FromMinutes(value) },
                "--seed" => options with { Seed = value },
                _ => throw new FormatException(Usage),
            };
        }

        return options;
    }
}
