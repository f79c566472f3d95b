namespace Wan.Planning;

/// <summary>An option of a plan is wrong.</summary>
/// <param name="option">Which one.</param>
/// <param name="problem">What is wrong with it, and what to do: the rest of a sentence that begins with the option.</param>
internal sealed class PlanInputException(string option, string problem) : Exception($"{option} {problem}");
