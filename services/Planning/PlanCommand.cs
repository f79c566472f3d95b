using Wan.Planning.Simulation;

namespace Wan.Planning;

/// <summary><c>plan</c>: simulates a day of a load, and says how long it takes, what it costs and what it needs. It asks nobody and writes nothing.</summary>
internal static class PlanCommand
{
    /// <summary>Runs it.</summary>
    /// <param name="args">As <see cref="PlanArguments"/> reads them.</param>
    /// <param name="output">Gets what came of it.</param>
    /// <param name="errors">Gets what is wrong with an option.</param>
    /// <returns>The exit code: 0, or 2 for a wrong option.</returns>
    public static int Run(string[] args, TextWriter output, TextWriter errors)
    {
        if (args is ["help" or "-h"] || args.Contains("--help"))
        {
            output.WriteLine(PlanHelp.Text);
            return 0;
        }

        try
        {
            var input = PlanArguments.Read(args, out var json);
            var outcome = PlanRun.Of(input, Load.Of(input));
            if (json)
                PlanReport.WriteJson(output, outcome);
            else
                PlanReport.Write(output, outcome);
            return 0;
        }
        catch (PlanInputException exception)
        {
            errors.WriteLine(exception.Message);
            return 2;
        }
    }
}
