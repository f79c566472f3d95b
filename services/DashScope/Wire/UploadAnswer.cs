using System.Text.Json.Serialization;

namespace Wan.DashScope.Wire;

/// <summary>What the vendor allows to be uploaded. https://help.aliyun.com/zh/model-studio/get-temporary-file-url</summary>
internal sealed class UploadAnswer
{
    [JsonPropertyName("data")]
    public UploadPolicy? Data { get; set; }
}

/// <summary><c>data</c> of it. A secret: who has it may upload.</summary>
internal sealed class UploadPolicy
{
    [JsonPropertyName("policy"), JsonConverter(typeof(LenientText))]
    public string? Policy { get; set; }

    [JsonPropertyName("signature"), JsonConverter(typeof(LenientText))]
    public string? Signature { get; set; }

    [JsonPropertyName("upload_dir"), JsonConverter(typeof(LenientText))]
    public string? Directory { get; set; }

    [JsonPropertyName("upload_host"), JsonConverter(typeof(LenientText))]
    public string? Host { get; set; }

    [JsonPropertyName("max_file_size_mb"), JsonConverter(typeof(LenientNumber))]
    public decimal? MaxMegabytes { get; set; }

    [JsonPropertyName("oss_access_key_id"), JsonConverter(typeof(LenientText))]
    public string? AccessKeyId { get; set; }

    [JsonPropertyName("x_oss_object_acl"), JsonConverter(typeof(LenientText))]
    public string? Acl { get; set; }

    [JsonPropertyName("x_oss_forbid_overwrite"), JsonConverter(typeof(LenientText))]
    public string? ForbidOverwrite { get; set; }
}
