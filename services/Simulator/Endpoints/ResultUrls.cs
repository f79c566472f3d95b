using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Wan.Simulator.Tasks;

namespace Wan.Simulator.Endpoints;

/// <summary>Signs the addresses of results and checks them, in the manner of the vendor's object store: who has the URL has the video, for a while.</summary>
internal sealed class ResultUrls(Vendor vendor, SimulatorOptions options)
{
    /// <summary>A URL on the host that the caller asks, valid from now on.</summary>
    public string Sign(HttpRequest request, SimulatedTask task, DateTimeOffset now)
    {
        var path = PathOf(task.Id);
        var expires = (now + options.UrlLifetime).ToUnixTimeMilliseconds() / 1000.0;
        var until = Math.Ceiling(expires).ToString(CultureInfo.InvariantCulture);
        return $"{request.Scheme}://{request.Host}{path}?Expires={until}&OSSAccessKeyId=SIMULATED&Signature={Uri.EscapeDataString(Signature(path, until))}";
    }

    /// <summary>What is wrong with a URL, as the object store's code and message; null if nothing is.</summary>
    public (string Code, string Message)? Check(HttpRequest request, DateTimeOffset now)
    {
        var until = request.Query["Expires"].ToString();
        var expected = Encoding.ASCII.GetBytes(Signature(request.Path, until));
        var given = Encoding.ASCII.GetBytes(request.Query["Signature"].ToString());
        if (!CryptographicOperations.FixedTimeEquals(expected, given))
            return ("SignatureDoesNotMatch", "The request signature we calculated does not match the signature you provided.");

        return now.ToUnixTimeMilliseconds() >= long.Parse(until, CultureInfo.InvariantCulture) * 1000 ? ("AccessDenied", "Request has expired.") : null;
    }

    private static string PathOf(string taskId) => $"/results/{taskId}.mp4";

    private string Signature(string path, string until) =>
        Convert.ToBase64String(HMACSHA256.HashData(vendor.UrlSecret, Encoding.UTF8.GetBytes($"{until}\n{path}")));
}
