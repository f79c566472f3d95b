namespace Wan.DashScope.Requests;

/// <summary>Every code that a finding of a request may have. They never change; new ones come with new rules.</summary>
public static class FindingCodes
{
    /// <summary>All of them, in the order of the alphabet.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        "audio.not_a_boolean", "audio.not_switchable", "body.byte_order_mark", "body.duplicate_key", "body.lone_surrogate", "body.not_an_object",
        "body.not_json", "body.not_utf8", "callback_url.not_a_string", "callback_url.not_public", "client_request_id.bad_character", "client_request_id.length",
        "client_request_id.not_a_string", "data_uri.not_an_image", "data_uri.not_base64", "data_uri.too_large", "duration.not_an_integer",
        "duration.out_of_range", "field.similar", "file.length", "file.misplaced", "file.not_found", "file.other_kind", "file.pixels", "file.ratio", "file.too_large", "file.transparent", "findings.too_many", "input.missing", "input.not_an_object", "input.other_family", "media.deprecated_field",
        "media.doubtful_videos", "media.first_frame_alone", "media.no_reference", "media.not_an_array", "media.not_an_object", "media.other_kind",
        "media.too_many_first_frames", "media.too_many_references", "media.too_many_videos", "media.type_missing", "media.unknown_type",
        "media.url_missing", "metadata.key_length", "metadata.not_an_object", "metadata.too_many", "metadata.value_not_a_string",
        "metadata.value_too_long", "model.missing", "model.not_a_string", "model.unknown", "negative_prompt.not_a_string", "negative_prompt.too_long",
        "parameters.not_an_object", "parameters.other_family", "priority.not_a_string", "priority.unknown_value", "prompt.blank", "prompt.missing",
        "prompt.no_such_reference", "prompt.not_a_string", "prompt.other_convention", "prompt.reference_not_named", "prompt.too_long",
        "prompt_extend.not_a_boolean", "ratio.ignored", "ratio.not_a_string", "ratio.unknown_value", "reference_urls.not_an_array",
        "reference_video_urls.not_an_array", "resolution.not_a_string", "resolution.unknown_value", "seed.not_an_integer", "seed.out_of_range",
        "shot_type.not_a_string", "shot_type.unknown_value", "size.not_a_string", "size.unknown_value", "start_by.not_a_string", "start_by.not_a_time",
        "start_by.past", "start_by.too_far", "strict.not_a_boolean",
        "tenant.bad_character", "tenant.length", "tenant.not_a_string", "url.bad_character", "url.data_not_taken", "url.expired", "url.expires_soon",
        "url.html_escaped", "url.not_a_file", "url.not_a_string", "url.not_absolute", "url.scheme", "url.too_long", "url.user_info", "voice.given_twice",
        "voice.on_first_frame", "voice.unplaced", "watermark.not_a_boolean",
    ];
}
