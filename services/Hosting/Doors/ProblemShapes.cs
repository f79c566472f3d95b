using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace Wan.Hosting.Doors;

/// <summary>How a door refuses whose clients know no problem documents (RFC 9457): in the form that they read.</summary>
public interface IProblemShape
{
    /// <summary>Answers a request with a refusal, whoever refused it. The status is set already, and may be changed.</summary>
    /// <param name="context">The request.</param>
    /// <param name="problem">What would be answered elsewhere; <see cref="ProblemShapes.FindingsOf"/> has its findings.</param>
    Task WriteAsync(HttpContext context, ProblemDetails problem);
}

/// <summary>Doors that refuse in a form of their own.</summary>
public static class ProblemShapes
{
    internal const string Findings = "findings";

    /// <summary>Whatever is refused at these doors, by whomever, is told in this form.</summary>
    public static TBuilder Refuses<TBuilder>(this TBuilder doors, IProblemShape shape) where TBuilder : IEndpointConventionBuilder => doors.WithMetadata(shape);

    /// <summary>The findings of a problem; none where it has none.</summary>
    public static IReadOnlyList<Contracts.Finding> FindingsOf(this ProblemDetails problem) =>
        problem.Extensions.TryGetValue(Findings, out var found) && found is IReadOnlyList<Contracts.Finding> findings ? findings : [];

    // Whoever answers for a failure takes the endpoint away from the request first.
    internal static IProblemShape? ShapeOf(HttpContext context) =>
        (context.GetEndpoint() ?? context.Features.Get<IExceptionHandlerFeature>()?.Endpoint)?.Metadata.GetMetadata<IProblemShape>();
}

/// <summary>Writes problems in the form of the door, where it has one.</summary>
internal sealed class ShapedProblemWriter : IProblemDetailsWriter
{
    public bool CanWrite(ProblemDetailsContext context) => ProblemShapes.ShapeOf(context.HttpContext) is not null;

    public ValueTask WriteAsync(ProblemDetailsContext context) => new(ProblemShapes.ShapeOf(context.HttpContext)!.WriteAsync(context.HttpContext, context.ProblemDetails));
}
