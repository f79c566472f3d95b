using Wan.DashScope.Catalogue;

namespace Wan.Simulator.Requests;

/// <summary>How long the video of a request lasts.</summary>
internal static class VideoLength
{
    // Where the vendor chooses, and there is no video to keep to.
    private const double Chosen = 7;

    /// <summary>Seconds.</summary>
    /// <param name="fields">The request.</param>
    /// <param name="family">What the model takes.</param>
    /// <param name="media">What it shows the model.</param>
    /// <param name="input">Seconds of input video, as long as it truly is.</param>
    public static double Of(RequestFields fields, ModelFamily family, IReadOnlyList<InputMedium> media, double input)
    {
        if (family.Parameters.FirstOrDefault(rule => rule.Name == ModelFamily.Duration) is not { } rule)
            return Math.Clamp(input, (double)family.OutputSeconds!.Min, (double)family.OutputSeconds.Max);

        var isEdited = media.Any(medium => medium.Kind == MediaKind.SourceVideo);
        var besideVideo = media.Any(medium => medium.Kind == MediaKind.Video);
        var asked = fields.Duration(rule, besideVideo);
        var most = rule.MaxWithInput is { } together ? Math.Min(rule.Max, together - input) : rule.Max;
        switch (rule.Special?.FirstOrDefault(special => special.Value == asked)?.Means)
        {
            case SpecialMeaning.Keep:
                return Math.Clamp(input, rule.Min, rule.Max);
            case SpecialMeaning.Automatic:
                return Math.Max(Math.Min(besideVideo ? input : Chosen, most), rule.Min);
        }

        fields.Require(asked <= most, $"The total duration of the input videos and the output video should be at most {rule.MaxWithInput} seconds");
        return isEdited ? Math.Min(asked, Math.Max(input, rule.Min)) : asked; // What is edited is cut, and never made longer.
    }
}
