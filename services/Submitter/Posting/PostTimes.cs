using Microsoft.Extensions.Options;
using Wan.DashScope.Client;

namespace Wan.Submitter.Posting;

/// <summary>How long a POST may be under way, by the settings.</summary>
internal sealed class PostTimes(IOptions<SubmitterOptions> options, IOptions<DashScopeClientOptions> clientOptions)
{
    /// <summary>From the moment it left to its answer, saved.</summary>
    public TimeSpan OnTheWire => clientOptions.Value.SubmitTimeout + options.Value.PostGrace;

    /// <summary>From its turn to its answer at the longest; whoever tries a paused account has so long.</summary>
    public TimeSpan Lease => options.Value.PostWindow + OnTheWire;

    /// <summary>How long an account or model may be held at the longest, by a pause or by who tries it.</summary>
    public TimeSpan LongestHold => options.Value.LongestPause > Lease ? options.Value.LongestPause : Lease;
}
