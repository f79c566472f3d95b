using Wan.DashScope.Catalogue;

namespace Wan.DashScope.Requests;

/// <summary>Every code that a finding of a request may have. They never change; new ones come with new rules.</summary>
public static class FindingCodes
{
    private static readonly string[] Fixed =
    [
        "body.byte_order_mark", "body.duplicate_key", "body.lone_surrogate", "body.not_an_object", "body.not_json", "body.not_utf8", "callback_url.not_a_string",
        "callback_url.not_public", "client_request_id.bad_character", "client_request_id.length", "client_request_id.not_a_string",
        "data_uri.no_head", "data_uri.not_an_image", "data_uri.not_base64", "data_uri.too_large", "field.similar", "file.length", "file.misplaced", "file.not_found", "file.other_kind",
        "file.pixels", "file.ratio", "file.too_large", "file.total_length", "file.transparent", "findings.too_many", "input.missing",
        "input.not_an_object", "input.other_family", "media.combination", "media.deprecated_field", "media.doubtful_combination",
        "media.doubtful_videos", "media.first_frame_alone", "media.no_reference", "media.not_an_array", "media.not_an_object", "media.other_kind",
        "media.too_many", "media.too_many_first_frames", "media.too_many_references", "media.too_many_videos", "media.type_missing",
        "media.unknown_type", "media.url_missing", "metadata.key_length", "metadata.not_an_object", "metadata.too_many",
        "metadata.value_not_a_string", "metadata.value_too_long", "model.missing", "model.not_a_string", "model.unknown",
        "negative_prompt.not_a_string", "negative_prompt.too_long", "parameters.not_an_object", "parameters.other_family", "priority.not_a_string",
        "priority.unknown_value", "prompt.blank", "prompt.missing", "prompt.no_such_reference", "prompt.not_a_string", "prompt.other_convention",
        "prompt.reference_not_named", "prompt.too_long", "reference_urls.not_an_array", "reference_video_urls.not_an_array", "start_by.not_a_string",
        "start_by.not_a_time", "start_by.past", "start_by.too_far", "strict.not_a_boolean", "tenant.bad_character", "tenant.length",
        "tenant.not_a_string", "url.bad_character", "url.data_not_taken", "url.doubtful", "url.expired", "url.expires_soon", "url.html_escaped",
        "url.not_a_file", "url.not_a_string", "url.not_absolute", "url.scheme", "url.too_long", "url.user_info", "voice.given_twice",
        "voice.not_taken", "voice.on_first_frame", "voice.unplaced",
    ];

    /// <summary>All of them, in the order of the alphabet.</summary>
    public static IReadOnlyList<string> All { get; } =
        [.. Fixed.Concat(FamilyFile.ReadAll().SelectMany(family => family.Parameters).SelectMany(Of)).Distinct().Order(StringComparer.Ordinal)];

    // Those of a parameter begin with its name, and end as its rule says.
    private static IEnumerable<string> Of(ParameterRule rule)
    {
        (bool May, string End)[] ends =
        [
            (rule.Type == ParameterType.Choice, "not_a_string"), (rule.Type == ParameterType.Choice, "unknown_value"),
            (rule.Type == ParameterType.Integer, "not_an_integer"), (rule.Type == ParameterType.Integer, "out_of_range"),
            (rule.Type == ParameterType.Switch, "not_a_boolean"), (rule.Only is not null, "not_switchable"),
            (rule.DoubtedValues is not null, "doubtful_value"), (rule.Needs is not null, "needs_other"),
            (rule.NoEffect, "no_effect"), (rule.IgnoredBesideFirstFrame, "ignored"),
        ];
        return ends.Where(end => end.May).Select(end => $"{rule.Name}.{end.End}");
    }
}
