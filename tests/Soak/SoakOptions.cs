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

    /// <summary>Reads <c>--minutes N</c>, <c>--seed S</c> and <c>--only KINDS</c>.</summary>
    /// <exception cref="FormatException">They are something else.</exception>
    public static SoakOptions Parse(IReadOnlyList<string> arguments, Action<string> say)
    {
        var options = new SoakOptions { Seed = Random.Shared.Next(1, 1_000_000), Say = say };
        for (var index = 0; index < arguments.Count; index += 2)
        {
            var value = index + 1 < arguments.Count ? arguments[index + 1] : "";
            options = arguments[index] switch
            {
                "--minutes" when int.TryParse(value, out var minutes) && minutes is >= 1 and <= 1440 => options with { Duration = TimeSpan.FromMinutes(minutes) },
                "--seed" when int.TryParse(value, out var seed) => options with { Seed = seed },
                "--only" when Enum.TryParse<ChaosKinds>(value, ignoreCase: true, out var kinds) => options with { Kinds = kinds },
                _ => throw new FormatException(
                    $"usage: ./wan soak [--minutes 1 to 1440] [--seed NUMBER] [--only KIND,KIND...], of {string.Join(", ", Enum.GetNames<ChaosKinds>())}"),
            };
        }

        return options;
    }
}
