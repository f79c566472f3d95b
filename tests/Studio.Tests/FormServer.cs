namespace Wan.Studio.Tests;

/// <summary>One whose wan2.7-r2v renders for an hour, so that there is something that goes on.</summary>
public sealed class FormServer() : StudioServer([new("Simulator__Models__wan2.7-r2v__RenderTime", "01:00:00")]);
