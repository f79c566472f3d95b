namespace Wan.Planning;

/// <summary>What <c>./wan plan --help</c> says.</summary>
internal static class PlanHelp
{
    /// <summary>Each option with its meaning, and what it is without it.</summary>
    public const string Text = """
        usage: ./wan plan [OPTION VALUE]... [--json]
        Simulates a day of a load: how long generations take, what they cost, and what they need. It asks nobody and writes nothing.

        The load
          --per-day N             generations in a day (10000)
          --shape SHAPE           flat, day (more by day than by night) or once (all at the beginning) (flat)
          --tenants N             who ask, each for as many (1)
          --high SHARE            share of them of high priority, such as 0.1 or 10% (0)
          --low SHARE             share of low priority (0)
        The video
          --model NAME            which all ask for (wan2.7-r2v)
          --duration SECONDS      of each video (the model's default)
          --size SIZE             720P, or 1280*720 of a model that counts in pixels (the model's default)
          --rendering TIME        how long tasks run: a mean such as 5m, or a range such as 2m..9m (5m)
        The accounts
          --accounts N            at the vendor, all alike (1)
          --region REGION         whose prices apply (cn-beijing)
          --running N             tasks at once of each (5)
          --submits-per-second N  of each (5)
          --queries-per-second N  of each (20)
          --latency TIME          from a call of the vendor to its answer (100ms)
        The simulation
          --watched N             accounts of which each look at a task is simulated (2)
          --seed N                what all that is left to chance follows from (1)
          --json                  for programs
        """;
}
