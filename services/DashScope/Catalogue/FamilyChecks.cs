namespace Wan.DashScope.Catalogue;

/// <summary>
/// What is missing in a family's file or contradicts something else in it, each as a sentence that begins with the key and says what to do. It would
/// otherwise only show itself in somebody's request. Pure.
/// </summary>
internal static class FamilyChecks
{
    private static readonly string[] Usages =
        ["duration", "input_video_duration", "output_video_duration", "video_duration", "video_count", "SR", "fps", "audio", "ratio", "size", "video_ratio"];

    public static IEnumerable<string> Problems(ModelFamily family, string fileName) =>
        new[] { Head(family, fileName), Input(family.Input), Media(family.Input), References(family) }
            .SelectMany(checks => checks)
            .Where(check => !check.Holds)
            .Select(check => $"{check.Key} {check.Rule}")
            .Concat(ParameterRuleChecks.Problems(family))
            .Concat(FrameChecks.Problems(family));

    private static IEnumerable<(bool Holds, string Key, string Rule)> Head(ModelFamily family, string fileName) =>
    [
        (family.Name == fileName, "name", $"is '{family.Name}'; make it the file's own name, '{fileName}'"),
        (Uri.TryCreate(family.Source, UriKind.Absolute, out var source) && source.Scheme == "https", "source", "must be the https address of the vendor's page that says all this"),
        (IsPath(family.Path), "path",
            "must be the path behind /api/v1 that tasks are POSTed to, without a slash at either end, such as services/aigc/video-generation/video-synthesis"),
        (family.Fps is null or > 0, "fps", "must be more than 0, or left out where it is not known"),
        (family.OutputSeconds is null == family.Parameter(ModelFamily.Duration) is not null, "output_seconds",
            $"must be given where no parameter is called {ModelFamily.Duration}, and only there"),
        (family.OutputSeconds is not { } seconds || (seconds.Min > 0 && seconds.Max >= seconds.Min), "output_seconds", "must have a min above 0 and a max that is not below it"),
        (family.Models is null or { Count: > 0 } && family.Models?.Contains(family.Name) != true, "models", "must name further models; take it out, or the family's own name out of it"),
        (family.Usage is null or { Count: > 0 } && family.Usage?.All(Usages.Contains) != false, "usage", $"must be some of {string.Join(", ", Usages)}; or take it out"),
        (family.RenderSeconds > 0, "render_seconds", "must be more than 0: the seconds for which a video of 5 seconds below 1080 is guessed to run"),
    ];

    private static IEnumerable<(bool Holds, string Key, string Rule)> Input(InputRules input)
    {
        var known = InputField.All.Select(field => field.Text).Concat(input.Media.Select(rule => rule.Field).OfType<string>()).ToList();
        var lists = input.Media.Any(rule => rule.Field is null);
        var unknown = input.Fields.Except(known).ToList();
        return
        [
            (unknown.Count == 0, "input.fields",
                $"names {string.Join(", ", unknown)}, which no code reads; it reads {string.Join(", ", known)}. Leave out what only has to be sent on; the URL of one picture or sound needs a line in input.media with that field; what else has rules needs code beside InputField"),
            (input.Fields.Distinct().Count() == input.Fields.Count, "input.fields", "names a field twice; name it once"),
            (input.Takes(InputField.Prompt), "input.fields", $"must have {InputField.Prompt}"),
            (lists ? input.Takes(InputField.Media) != input.Takes(InputField.ReferenceUrls) : !input.Takes(InputField.Media) && !input.Takes(InputField.ReferenceUrls), "input.fields",
                $"must have either {InputField.Media} or {InputField.ReferenceUrls} where input.media has kinds without a field, and neither where it has none"),
            (input.Media.All(rule => rule.Field is null || input.Takes(rule.Field)), "input.fields", "must have every field that input.media names"),
            (!input.Takes(InputField.ReferenceVideoUrls) || input.Takes(InputField.ReferenceUrls), "input.fields",
                $"has {InputField.ReferenceVideoUrls} without {InputField.ReferenceUrls}; add the one or take out the other"),
            (!input.Takes(InputField.ReferenceVoice) || input.VoiceUrls != UrlSchemes.None, "input.voice_urls",
                $"must say which URLs a voice may have, since input.fields has {InputField.ReferenceVoice}"),
            (input.VoiceUrls == UrlSchemes.None || input.Takes(InputField.Media), "input.voice_urls", $"is only for a family that takes {InputField.Media}; take it out"),
            (input.MaxPrompt > 0, "input.max_prompt", "must be more than 0"),
            (input.MaxNegativePrompt > 0 == input.Takes(InputField.NegativePrompt), "input.max_negative_prompt",
                $"must be more than 0 where input.fields has {InputField.NegativePrompt}, and left out where it has not"),
            (input.Media.All(rule => !rule.Kind.IsReference() || rule.Max is not null) || input.MaxReferences > 0, "input.max_references",
                "must be more than 0 where a kind of reference has no max"),
            (input.MinReferences >= 0 && input.MinReferences <= input.MostReferences, "input.min_references", $"must be 0 to {input.MostReferences}, as many as there may be"),
            (input.MaxUrl > 0 == input.Media.Count > 0, "input.max_url", "must be more than 0 where there is input.media, and left out where there is none"),
            (input.Media.Any(rule => rule.Urls.HasFlag(UrlSchemes.Data)) == input.MaxDataBytes > 0, "input.max_data_bytes",
                "must be more than 0 where some of input.media has the URLs 'data', and left out where none has"),
        ];
    }

    private static IEnumerable<(bool Holds, string Key, string Rule)> Media(InputRules input)
    {
        var typed = input.Takes(InputField.Media);
        yield return (input.MinReferences == 0 || input.Media.Any(rule => rule.Kind.IsReference()), "input.media", "must have an image, a video or a sound, which is what is referred to");
        foreach (var kind in (input.Sets ?? []).SelectMany(set => set).Concat(input.Media.SelectMany(rule => rule.NotBeside ?? [])).Concat(input.Media.Select(rule => rule.DoubtedWithout).OfType<MediaKind>()))
            yield return (input.Rule(kind) is not null, "input.media", $"has no {kind}, which input.sets, not_beside or doubted_without names; add it or take it out there");
        yield return (input.Sets is null or { Count: > 0 }, "input.sets", "must have a set; or take it out");
        yield return (input.Media.Select(rule => rule.Kind).Distinct().Count() == input.Media.Count, "input.media", "has one kind twice; make one rule of them");
        yield return (input.MediaTypes().Distinct().Count() == input.MediaTypes().Count(), "input.media", "has one type twice; each kind has a type of its own");
        for (var i = 0; i < input.Media.Count; i++)
        {
            var (rule, key) = (input.Media[i], $"input.media[{i}]");
            yield return (rule.Kind != MediaKind.None, $"{key}.kind", "must say what it is there for");
            yield return (rule.Kind is MediaKind.Image or MediaKind.Video || typed || rule.Field is not null, $"{key}.kind",
                $"can't be told by the end of a URL; only a family that takes {InputField.Media} can have it, or one that has a field for it");
            yield return (rule.Field is null || !rule.Kind.IsReference(), $"{key}.field", "is for what is no reference; take it out");
            yield return (rule.Field is not null ? rule.Type is null : string.IsNullOrEmpty(rule.Type) != typed, $"{key}.type", rule.Field is not null
                ? "and field are both there; take out one of them"
                : typed
                ? $"must be the word for it in {InputField.Media}"
                : $"is only for a family that takes {InputField.Media}; take it out");
            yield return (rule.Urls != UrlSchemes.None, $"{key}.urls", "must be some of web, oss and data");
            yield return (rule.Formats.Count > 0 == (rule.Kind != MediaKind.Link), $"{key}.formats", "must have a file extension, and none for a link");
            yield return (rule.Urls.HasFlag(rule.DoubtedUrls), $"{key}.doubted_urls", "must be some of its urls");
            yield return (rule.Kind.IsReference()
                ? rule.Max is null or > 0 && (input.MaxReferences == 0 || !(rule.Max > input.MaxReferences))
                : rule.Field is null ? rule.Max > 0 : rule.Max is null, $"{key}.max",
                rule.Kind.IsReference() ? $"must be 1 to input.max_references, {input.MostReferences}" : "must be more than 0, and left out beside field");
        }
    }

    private static IEnumerable<(bool Holds, string Key, string Rule)> References(ModelFamily family)
    {
        var (caps, most) = (family.Billing.InputCaps ?? [], family.Input.MostReferences);
        var isCapped = family.Billing.Input == InputBilling.Capped;
        return
        [
            (family.Numbering == Numbering.None || family.Numbering == (family.Input.Takes(InputField.ReferenceUrls) ? Numbering.OneSequence : Numbering.PerKind), "numbering",
                $"must be per_kind for a family that takes {InputField.Media}, and one_sequence for one that takes {InputField.ReferenceUrls}"),
            (isCapped || family.Billing.InputCaps is null, "billing.input_caps", "are only for input that is capped; take them out"),
            (family.Billing.Input != InputBilling.Full || family.Input.Files?.Video?.MaxSeconds > 0, "billing.input", "is full, so that input.files must say how long a video may be"),
            (!isCapped || caps.Count == most, "billing.input_caps", $"has {caps.Count} numbers; give one for each number of references up to input.max_references, {most}"),
            (caps.All(cap => cap > 0), "billing.input_caps", "must be numbers above 0"),
            (caps.Count == 0 || caps.Select((cap, index) => cap * (index + 1)).All(total => total <= caps[0]), "billing.input_caps",
                "must not let several videos together be billed longer than one; make the later numbers smaller"),
        ];
    }

    private static IEnumerable<string> MediaTypes(this InputRules input) => input.Media.Select(rule => rule.Type).OfType<string>();

    private static bool IsPath(string path) =>
        path.Length > 0 && path.Split('/').All(part => part.Length > 0 && part.All(character => char.IsAsciiLetterOrDigit(character) || character is '-' or '_' or '.'));
}
