namespace Wan.Intake.Views;

/// <summary>Below which addresses the links of views stand.</summary>
/// <param name="PublicUrl">See <see cref="IntakeOptions.PublicUrl"/>.</param>
/// <param name="TraceUrl">See <see cref="TelemetryOptions.TraceUrl"/>.</param>
internal sealed record ViewAddresses(Uri? PublicUrl, string? TraceUrl);
