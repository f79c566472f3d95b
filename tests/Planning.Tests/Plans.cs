using Wan.Planning.Simulation;

namespace Wan.Planning.Tests;

/// <summary>Plans as the tests make them.</summary>
internal static class Plans
{
    /// <summary>Simulates an input.</summary>
    public static PlanOutcome Run(PlanInput input) => PlanRun.Of(input, Load.Of(input));

    /// <summary>Runs the command.</summary>
    public static (int Code, string Output, string Errors) Command(string options)
    {
        using var output = new StringWriter();
        using var errors = new StringWriter();
        var code = PlanCommand.Run(options.Split(' ', StringSplitOptions.RemoveEmptyEntries), output, errors);
        return (code, output.ToString(), errors.ToString());
    }

    /// <summary>How many were begun before more of a higher priority than may be begun together, where all were there from the beginning.</summary>
    /// <param name="priorities">Of all, in the order in which they were begun; 0 is the highest.</param>
    /// <param name="together">How many may be begun together.</param>
    public static int Overtakers(IReadOnlyList<int> priorities, int together) => Enumerable.Range(0, priorities.Count)
        .Count(place => priorities.Skip(place + 1).Count(later => later < priorities[place]) > together);
}
