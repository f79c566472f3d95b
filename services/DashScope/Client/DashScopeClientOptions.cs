using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Wan.DashScope.Client;

/// <summary>How long calls to the vendor may take.</summary>
public sealed class DashScopeClientOptions
{
    /// <summary>The section of the configuration.</summary>
    public const string SectionName = "DashScope";

    /// <summary>For a submit with its answer. Long, since giving up on one leaves open whether there is a paid task; bodies carry images.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan SubmitTimeout { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>For a query, list or cancel with its answer.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan CallTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>For a file to be uploaded to the vendor's temporary storage, at most: a small one has a minute, and each 100 KiB a second more.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan UploadTimeout { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>For a connection to be made, TLS included.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(15);
}

[OptionsValidator]
internal sealed partial class DashScopeClientOptionsValidator : IValidateOptions<DashScopeClientOptions>;
