namespace Wan.Soak;

/// <summary>One thing that is done to the installation, and undone where it can be. All that it does was decided before it begins.</summary>
internal interface IChaos
{
    /// <summary>What it does, in a line.</summary>
    string Name { get; }

    /// <summary>Does it. Ends soon after the chaos is over (<see cref="Site.WaitAsync"/>), with everything undone.</summary>
    Task RunAsync(Site site);
}
