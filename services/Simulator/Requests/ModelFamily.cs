using System.Text.RegularExpressions;

namespace Wan.Simulator.Requests;

/// <summary>Which request shape a model takes, and how its usage is told.</summary>
internal enum ModelFamily
{
    /// <summary>wan2.7-r2v: <c>media</c>, <c>resolution</c> and <c>ratio</c>.</summary>
    Wan27,

    /// <summary>wan2.6-r2v: <c>reference_urls</c> and <c>size</c>, always with sound.</summary>
    Wan26,

    /// <summary>wan2.6-r2v-flash: as 2.6, silent if asked for.</summary>
    Wan26Flash,
}

/// <summary>The models that the simulated vendor has.</summary>
internal static partial class ModelCatalogue
{
    /// <summary>The family of a model or of a dated snapshot of it; null for a model that does not exist.</summary>
    public static ModelFamily? Find(string model, SimulatorOptions options) => DateSuffix().Replace(model, "") switch
    {
        "wan2.7-r2v" => ModelFamily.Wan27,
        "wan2.6-r2v" => ModelFamily.Wan26,
        "wan2.6-r2v-flash" => ModelFamily.Wan26Flash,
        _ when !options.Models.ContainsKey(model) => null,
        var other when other.Contains("flash", StringComparison.Ordinal) => ModelFamily.Wan26Flash,
        var other => other.StartsWith("wan2.6", StringComparison.Ordinal) ? ModelFamily.Wan26 : ModelFamily.Wan27,
    };

    [GeneratedRegex(@"-\d{4}-\d{2}-\d{2}$")]
    private static partial Regex DateSuffix();
}
