using Wan.DashScope.Catalogue;
using Wan.Simulator.Uploads;

namespace Wan.Simulator.Requests;

/// <summary>How long the input videos of a request last. One that was uploaded is as long as its own headers say; of the others none is looked at.</summary>
internal static class InputLengths
{
    /// <summary>Seconds of each input video that may be billed.</summary>
    /// <param name="fields">The request.</param>
    /// <param name="input">What the model takes.</param>
    /// <param name="media">What the request shows it.</param>
    /// <param name="uploads">What was uploaded, by its address.</param>
    /// <param name="otherwise">How long each other one is taken to be; shorter where they would be too long together.</param>
    public static IReadOnlyList<double> Of(
        RequestFields fields, InputRules input, IReadOnlyList<InputMedium> media, IReadOnlyDictionary<string, SimulatedUpload?> uploads, TimeSpan otherwise)
    {
        var known = media.Where(medium => medium.Kind.IsInputVideo()).Select(video => uploads.GetValueOrDefault(video.Url)?.Seconds).ToList();
        var together = known.Sum() ?? 0;
        var most = (double?)input.Files?.Video?.MaxTotalSeconds ?? double.MaxValue;
        fields.Require(together <= most, $"The total duration of the reference videos should be at most {most} seconds");
        var each = Math.Min(otherwise.TotalSeconds, Math.Max(most - together, 0) / Math.Max(known.Count(length => length is null), 1));
        return [.. known.Select(length => length ?? each)];
    }
}
