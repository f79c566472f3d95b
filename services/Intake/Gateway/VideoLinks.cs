using Microsoft.Extensions.Options;
using Wan.Hosting;
using Wan.Hosting.Doors.Access;

namespace Wan.Intake.Gateway;

/// <summary>Addresses of videos that need no header, for clients that download a result as they find it named.</summary>
internal sealed class VideoLinks(AddressSigner signer, PublicAddress address, IOptions<GatewayOptions> options, TimeProvider time)
{
    // Of its time: so long an address stays the same, from query to query.
    private const int Steps = 24;

    /// <summary>The address of a generation's video, good for <see cref="GatewayOptions.VideoLinksFor"/> at the least.</summary>
    public string Of(HttpRequest request, Generation generation)
    {
        var (most, now) = ((long)options.Value.VideoLinksFor.TotalSeconds, time.GetUtcNow().ToUnixTimeSeconds());
        var step = Math.Max(1, most / Steps);
        var end = ((now + most) / step * step) + step;
        return address.Of(request) + Sign(generation.VideoUrl(null), DateTimeOffset.FromUnixTimeSeconds(end));
    }

    // Without a secret, and where none can be made, there are no keys: nobody is told apart, and the path is enough.
    private string Sign(string path, DateTimeOffset end)
    {
        try
        {
            return signer.Sign(path, end);
        }
        catch (ConfigurationProblemException)
        {
            return path;
        }
    }
}
