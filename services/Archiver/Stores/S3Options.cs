using System.ComponentModel.DataAnnotations;

namespace Wan.Archiver.Stores;

/// <summary>Where an S3-compatible store is and how it is used.</summary>
public sealed class S3Options : IValidatableObject
{
    /// <summary>Address of the service, such as <c>https://oss-cn-beijing.aliyuncs.com</c>; null for Amazon's own by region.</summary>
    public Uri? Endpoint { get; set; }

    /// <summary>Region that requests are signed for.</summary>
    [Required]
    public string Region { get; set; } = "us-east-1";

    /// <summary>The bucket. It must exist.</summary>
    public string Bucket { get; set; } = "wan-archive";

    /// <summary>Put before every name, such as <c>videos/</c>.</summary>
    public string Prefix { get; set; } = "";

    /// <summary>True: the bucket stands in the path and not in the host's name, as many stores want it.</summary>
    public bool PathStyle { get; set; }

    /// <summary>Access key id; null takes the SDK's own search (<c>AWS_ACCESS_KEY_ID</c> and so on). From the environment or a file of <c>WAN_SECRETS</c>.</summary>
    public string? AccessKey { get; set; }

    /// <summary>Secret access key. From the environment or a file of <c>WAN_SECRETS</c>.</summary>
    public string? SecretKey { get; set; }

    /// <summary>Longer videos are uploaded in parts of this many bytes.</summary>
    [Range(5L << 20, 5L << 30)]
    public long PartBytes { get; set; } = 16L << 20;

    /// <summary>How long a redirect to the store works; null serves videos through this service.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "7.00:00:00")]
    public TimeSpan? RedirectFor { get; set; }

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (AccessKey is null != SecretKey is null)
            yield return new ValidationResult("AccessKey and SecretKey are given together or not at all.", [nameof(AccessKey)]);
    }
}
