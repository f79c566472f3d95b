namespace Wan.DashScope.Client;

/// <summary>Reads the <c>Date</c> of each answer on its way in.</summary>
internal sealed class VendorDateHandler(VendorDates dates, TimeProvider time) : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var begun = time.GetTimestamp();
        var response = await base.SendAsync(request, cancellationToken);

        // What a cache on the way has kept says when it was made.
        if (response.Headers.Date is { } date && response.Headers.Age is null)
            dates.Tell(request.RequestUri!.Authority, date, time.GetElapsedTime(begun));
        return response;
    }
}
