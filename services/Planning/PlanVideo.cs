using System.Text.Json.Nodes;
using Wan.Contracts;
using Wan.DashScope.Catalogue;
using Wan.DashScope.Costs;
using Wan.DashScope.Prices;
using Wan.DashScope.Requests;

namespace Wan.Planning;

/// <summary>The video that all generations of a plan ask for, by the vendor's rules and prices: with as few pictures or videos as the model takes.</summary>
/// <param name="Expected">What it is.</param>
/// <param name="Estimate">What one costs.</param>
internal sealed record PlanVideo(ExpectedVideo Expected, CostEstimate Estimate)
{
    /// <summary>Reads it from a plan.</summary>
    /// <exception cref="PlanInputException">The model is not known, or does not make such videos.</exception>
    public static PlanVideo Of(PlanInput input)
    {
        var catalogue = new ModelCatalogue();
        if (catalogue.Find(input.Model) is not { } family)
            throw new PlanInputException("--model", $"is no model that is known: '{input.Model}'. Known are {string.Join(", ", catalogue.Models)}.");
        var reading = new GenerationRequestReader(catalogue).Read(System.Text.Encoding.UTF8.GetBytes(RequestOf(input, family).ToJsonString()));
        if (reading.Request is not { } request)
        {
            var error = reading.Findings.First(finding => finding.Severity == "error");
            throw new PlanInputException(error.Pointer.EndsWith("/duration", StringComparison.Ordinal) ? "--duration" : "--size", $"does not fit: {error.Message}");
        }

        return new PlanVideo(request.Expected, new CostEstimator(catalogue, new PriceList()).Estimate(request, input.Region));
    }

    private static JsonObject RequestOf(PlanInput input, ModelFamily family)
    {
        var parameters = new JsonObject();
        if (input.Duration is { } duration)
            parameters[ModelFamily.Duration] = duration;
        if (input.Size is { } size)
            parameters[family.Parameters.Any(parameter => parameter.Name == FrameRule.BySize) ? FrameRule.BySize : FrameRule.ByResolution] = size;
        var request = SmallestRequest.Of(family, input.Model);
        request["parameters"] = parameters;
        return request;
    }
}
