using Microsoft.AspNetCore.Http;

namespace Wan.Hosting.Doors.Access;

/// <summary>Signs addresses for those who are let in, so that the service that they are sent on to lets them in too.</summary>
public sealed class AddressSigner(SigningKey key, TimeProvider time)
{
    /// <summary>How long an address is good that is followed at once. Long enough for clocks that are not the same.</summary>
    private static readonly TimeSpan Briefly = TimeSpan.FromMinutes(5);

    /// <summary>A path with what lets one in there, for some minutes; the path alone where nobody signs yet.</summary>
    /// <param name="method">The method of the request.</param>
    /// <param name="path">From the root of the service that is asked, such as <c>/v1/queue/...</c>, without a query.</param>
    public string SignBriefly(string method, string path) =>
        key.Current is { } secret ? path + SignedAddress.Query(secret, method, path, time.GetUtcNow() + Briefly) : path;

    /// <summary>
    /// Says in a request that is passed on to another service who asks; nothing where nobody signs yet, so that nobody is told apart.
    /// </summary>
    /// <param name="request">The request that is sent there, of the same method, path and query.</param>
    /// <param name="method">Its method.</param>
    /// <param name="target">Its path, unescaped, with its query.</param>
    /// <param name="requester">Who asks.</param>
    public void SayWhoAsks(HttpRequestMessage request, string method, string target, Requester requester)
    {
        if (key.Current is { } secret)
            request.Headers.TryAddWithoutValidation(PassedRequester.Header, PassedRequester.Write(secret, method, target, requester, time.GetUtcNow() + Briefly));
    }

    /// <summary>A path with what lets anybody GET it until then. Makes the secret, if there is none.</summary>
    /// <exception cref="ConfigurationProblemException">There is none, and none can be made.</exception>
    public string Sign(string path, DateTimeOffset expires)
    {
        key.Ensure();
        return path + SignedAddress.Query(key.Current!, HttpMethods.Get, path, expires);
    }
}
