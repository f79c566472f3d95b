using System.Diagnostics;

namespace Wan.Fixtures;

/// <summary>How a service is started in a process of its own.</summary>
public static class ServiceStart
{
    /// <summary>Settings of the person or machine that runs the tests, which must not reach a service under test.</summary>
    private static readonly string[] Ours = ["WAN_", "DASHSCOPE_", "OTEL_", "ASPNETCORE_", "Storage__", "Archive__", "Accounts__", "Auth__"];

    /// <summary>Whether a variable of the environment is a setting of ours, which must not reach a process under test.</summary>
    public static bool IsOurs(string name) => Ours.Any(prefix => name.StartsWith(prefix, StringComparison.Ordinal));

    internal static ProcessStartInfo Info(
        string service, Uri address, IEnumerable<KeyValuePair<string, string>> settings, CheckpointSignal? signal, TimeSpan clockOffset)
    {
        var assembly = Repository.ServiceAssembly(service);
        var start = new ProcessStartInfo("dotnet", [assembly])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetDirectoryName(assembly),
        };
        foreach (var name in start.Environment.Keys.Where(IsOurs).ToList())
            start.Environment.Remove(name);
        if (Environment.GetEnvironmentVariable("WAN_TEST_CALL_COUNTING") is { Length: > 0 } counting)
            start.Environment["DOTNET_TC_CallCounting"] = counting;

        start.Environment["ASPNETCORE_URLS"] = address.AbsoluteUri;
        foreach (var (name, value) in settings)
            start.Environment[name] = value;
        if (signal is not null)
        {
            start.Environment["DOTNET_STARTUP_HOOKS"] = typeof(ServiceStart).Assembly.Location;
            start.Environment[CheckpointSignal.CheckpointVariable] = signal.Checkpoint;
            start.Environment[CheckpointSignal.OccurrenceVariable] = $"{signal.Occurrence}";
            start.Environment[CheckpointSignal.FreezesVariable] = $"{signal.Freezes}";
        }

        if (clockOffset != TimeSpan.Zero)
            WrongClock.AddTo(start.Environment, clockOffset);
        return start;
    }
}
