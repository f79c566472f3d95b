using System.Text.Encodings.Web;
using System.Text.Json.Serialization;
using Wan.Notifier.Deliveries;
using Wan.Notifier.Doors;
using Wan.Notifier.Endpoints;
using Wan.Notifier.Feed;
using Wan.Notifier.Lanes;

namespace Wan.Notifier;

/// <summary>How Notifier's documents and answers are written.</summary>
[JsonSourceGenerationOptions(
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(WebhookEndpoint))]
[JsonSerializable(typeof(Delivery))]
[JsonSerializable(typeof(Lane))]
[JsonSerializable(typeof(FeedPlace))]
[JsonSerializable(typeof(ChangesPage))]
[JsonSerializable(typeof(Change))]
[JsonSerializable(typeof(RiskNotice))]
[JsonSerializable(typeof(AtRisk))]
[JsonSerializable(typeof(DateTimeOffset))]
[JsonSerializable(typeof(NewWebhook))]
[JsonSerializable(typeof(WebhookChange))]
[JsonSerializable(typeof(WebhookView))]
[JsonSerializable(typeof(WebhookPageView))]
[JsonSerializable(typeof(WebhookSecretView))]
[JsonSerializable(typeof(DeliveryView))]
[JsonSerializable(typeof(DeliveryPageView))]
[JsonSerializable(typeof(RedeliverRequest))]
[JsonSerializable(typeof(RedeliverView))]
internal sealed partial class NotifierJson : JsonSerializerContext
{
    private static NotifierJson? plain;

    /// <summary>For answers: as people read and copy them. A secret has + in it, which is escaped otherwise.</summary>
    public static NotifierJson Plain => plain ??= new(new(Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
