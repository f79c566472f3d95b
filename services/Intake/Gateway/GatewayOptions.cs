using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Wan.Intake.Gateway;

/// <summary>The section <c>Gateway</c>: the doors that are asked in another system's manner.</summary>
internal sealed class GatewayOptions
{
    public const string SectionName = "Gateway";

    /// <summary>How long an address of a video is good, at the least, that these doors give out; whoever has it needs no key. It is given out anew with each query.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "30.00:00:00")]
    public TimeSpan VideoLinksFor { get; set; } = TimeSpan.FromHours(24);

    /// <summary>How long files may be uploaded by what <c>GET /api/v1/uploads</c> gives out.</summary>
    [Range(typeof(TimeSpan), "00:00:10", "1.00:00:00")]
    public TimeSpan UploadPoliciesFor { get; set; } = TimeSpan.FromMinutes(5);
}

[OptionsValidator]
internal sealed partial class GatewayOptionsValidator : IValidateOptions<GatewayOptions>;
