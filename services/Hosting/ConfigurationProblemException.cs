namespace Wan.Hosting;

/// <summary>A setting that is missing or wrong, found at start.</summary>
/// <param name="key">The configuration key, as an environment variable or in <c>appsettings.json</c>.</param>
/// <param name="problem">What is wrong and what it should be.</param>
public sealed class ConfigurationProblemException(string key, string problem) : Exception($"{key}: {problem}")
{
    /// <summary>The configuration key.</summary>
    public string Key { get; } = key;
}
