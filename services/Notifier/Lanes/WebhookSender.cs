using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Microsoft.Extensions.Options;
using Wan.Hosting.Addresses;
using Wan.Notifier.Deliveries;
using Wan.Notifier.Endpoints;

namespace Wan.Notifier.Lanes;

/// <summary>
/// Sends one webhook. Its client goes to allowed addresses only, follows no redirect, and reads of an answer its head; what comes behind is thrown away, and not waited for.
/// </summary>
internal sealed class WebhookSender(HttpClient http, IOptions<NotifierOptions> options, TimeProvider time)
{
    private const string DeliveryHeader = "webhook-delivery", Abort = "abort-message";

    /// <summary>Sends it once.</summary>
    /// <param name="delivery">What.</param>
    /// <param name="url">Where to.</param>
    /// <param name="secrets">By which it is signed.</param>
    public async Task<SendOutcome> SendAsync(Delivery delivery, string url, IEnumerable<string> secrets)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
            return new SendOutcome("refused_address", Detail: "The address is none of http or https.");
        if (address.Scheme == "http" && !options.Value.AllowHttp)
            return new SendOutcome("refused_address", Detail: $"The address begins with http://, and Notifier:AllowHttp is false.");

        // By the system's clock: so long may a receiver hang, whatever time it is.
        using var patience = new CancellationTokenSource(options.Value.Timeout);
        try
        {
            using var request = Request(delivery, address, secrets, time.GetUtcNow());
            using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, patience.Token);
            return Judge(answer, time.GetUtcNow());
        }
        catch (OperationCanceledException)
        {
            return new SendOutcome("timeout", Detail: $"No answer came within {options.Value.Timeout.TotalSeconds:0.#} s.");
        }
        catch (Exception exception) when (AddressRefusedException.In(exception) is { } refused)
        {
            return new SendOutcome("refused_address", Detail: refused.Message);
        }
        catch (HttpRequestException exception)
        {
            return new SendOutcome("no_connection", Detail: $"The connection failed ({exception.HttpRequestError}).");
        }
        catch (IOException)
        {
            return new SendOutcome("no_connection", Detail: "The connection broke.");
        }
    }

    /// <summary>What an answer means.</summary>
    internal static SendOutcome Judge(HttpResponseMessage answer, DateTimeOffset now)
    {
        var status = (int)answer.StatusCode;
        if (status is >= 200 and <= 299)
            return new SendOutcome("delivered", status);
        if (answer.StatusCode == HttpStatusCode.Gone)
            return new SendOutcome("gone", status, "The receiver answered 410: it wants no more.");
        if (answer.Headers.TryGetValues(DeliveryHeader, out var said) && said.Any(word => word.Trim().Equals(Abort, StringComparison.OrdinalIgnoreCase)))
            return new SendOutcome("aborted", status, $"The receiver answered {status} with {DeliveryHeader}: {Abort}.");
        return new SendOutcome(
            status is >= 300 and <= 399 ? "redirect" : "refused", status,
            status is >= 300 and <= 399 ? $"The receiver answered {status}; no redirect is followed. Give the address that it leads to." : $"The receiver answered {status}.")
        {
            RetryAfter = answer.Headers.RetryAfter is { } header ? RetryAfter(header, now) : null,
        };
    }

    private static TimeSpan? RetryAfter(RetryConditionHeaderValue header, DateTimeOffset now) =>
        (header.Delta ?? (header.Date - now)) is { Ticks: > 0 } wait ? wait : null;

    private static HttpRequestMessage Request(Delivery delivery, Uri address, IEnumerable<string> secrets, DateTimeOffset now)
    {
        var (body, timestamp) = (Encoding.UTF8.GetBytes(delivery.Body), now.ToUnixTimeSeconds());
        var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.TryAddWithoutValidation("User-Agent", "wan-webhooks/1");
        request.Headers.TryAddWithoutValidation("webhook-id", delivery.Id);
        request.Headers.TryAddWithoutValidation("webhook-timestamp", timestamp.ToString(CultureInfo.InvariantCulture));
        request.Headers.TryAddWithoutValidation("webhook-signature", WebhookSecret.Sign(secrets, delivery.Id, timestamp, body));
        return request;
    }
}
