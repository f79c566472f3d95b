using Wan.Hosting.Doors;
using Wan.Hosting.Doors.Descriptions;
using Wan.Notifier.Deliveries;

namespace Wan.Notifier.Doors;

/// <summary>What the description of the API says of the doors of webhooks.</summary>
internal static class WebhookDescriptions
{
    private const string Id = "The endpoint's id, or `callbacks` for the callbacks of whoever asks.", OfDelivery = "The endpoint's id (or `callbacks`), and that of the delivery.";

    private static readonly DoorRefusal NotFound = new(404, "There is no such endpoint, or it is not for whoever asks.", "webhook.not_found");
    private static readonly DoorRefusal NoDelivery = new(404, "The endpoint has no such delivery.", "delivery.not_found");
    private static readonly DoorRefusal OtherTenant = new(403, "The key is of another tenant.", "auth.tenant");
    private static readonly DoorRefusal WrongTenant = new(400, "A parameter is not as documented.", "query.tenant");
    private static readonly DoorRefusal Disabled = new(409, "The endpoint is disabled.", "webhook.disabled");
    private static readonly DoorRefusal TooSoon = new(429, "It was asked for just now; `Retry-After` says when it may be again.", "delivery.too_soon");
    private static readonly DoorRefusal NotOfCallbacks = new(409, "Callbacks have no address of their own.", "webhook.callbacks");

    private static readonly DoorRefusal[] OfBodies =
    [
        new(400, "The body is not as documented.", "body.wrong_type"),
        new(413, "The body has more than 4,096 bytes.", "body.too_large"),
        new(415, "The body is not plain JSON in UTF-8.", "header.content_type", "header.content_encoding"),
    ];

    private static readonly DoorParameter Tenant = new("tenant", "For operators: of this tenant.");
    private static readonly DoorParameter NoStore = new("Cache-Control", "`no-store`.");

    private static readonly DoorParameter[] OfPages =
    [
        new("limit", "Most of a page, 1 to 200; 50 by itself.", "integer") { Least = 1, Most = 200 }, new("cursor", "The `next` of the page before."),
    ];

    public static DoorDescription Add { get; } = new("createWebhook", DoorGroups.Webhooks, "Makes an endpoint")
    {
        Detail = "From then on it hears of what becomes of the tenant's generations, by the Standard Webhooks specification.",
        Body = new(typeof(NewWebhook), "Where to, and what it hears.")
        {
            Examples = new Dictionary<string, string> { ["of ends"] = """{"url": "https://example.com/webhooks", "events": ["generation.completed", "generation.failed"]}""" },
        },
        Answers = [new(201, "The endpoint, with its secret.", typeof(WebhookView)) { Headers = [NoStore] }],
        Refusals =
        [
            .. OfBodies, OtherTenant, new(409, "The tenant has as many as it may have.", "webhook.too_many"),
            new(422, "A member breaks a rule.", "webhook.url", "webhook.events", "webhook.description", "webhook.tenant"),
        ],
    };

    public static DoorDescription List { get; } = new("listWebhooks", DoorGroups.Webhooks, "Lists endpoints, newest first")
    {
        Query = [Tenant, .. OfPages],
        Answers = [new(200, "A page.", typeof(WebhookPageView))],
        Refusals = [OtherTenant, new(400, "A parameter is not as documented.", "query.limit", "query.cursor", "query.tenant")],
    };

    public static DoorDescription Find { get; } = new("getWebhook", DoorGroups.Webhooks, "Shows an endpoint, but for its secret")
    {
        IdMeaning = Id, Query = [Tenant], Answers = [new(200, "It.", typeof(WebhookView))], Refusals = [NotFound, OtherTenant, WrongTenant],
    };

    public static DoorDescription Change { get; } = new("changeWebhook", DoorGroups.Webhooks, "Changes an endpoint, disables or enables it")
    {
        IdMeaning = "The endpoint's id.",
        Body = new(typeof(WebhookChange), "What is to be changed; what is left out stays.")
        {
            Examples = new Dictionary<string, string> { ["enable"] = """{"disabled": false}""" },
        },
        Answers = [new(200, "It, as it is now.", typeof(WebhookView))],
        Refusals = [.. OfBodies, NotFound, NotOfCallbacks, new(422, "A member breaks a rule.", "webhook.url", "webhook.events", "webhook.description")],
    };

    public static DoorDescription Delete { get; } = new("deleteWebhook", DoorGroups.Webhooks, "Deletes an endpoint")
    {
        Detail = "What waits for it is not sent any more.",
        IdMeaning = "The endpoint's id.",
        Answers = [new(204, "It is gone.")],
        Refusals = [NotFound, NotOfCallbacks],
    };

    public static DoorDescription ShowSecret { get; } = new("getWebhookSecret", DoorGroups.Webhooks, "Shows the secret that signs")
    {
        IdMeaning = Id, Query = [Tenant], Answers = [new(200, "It.", typeof(WebhookSecretView)) { Headers = [NoStore] }], Refusals = [NotFound, OtherTenant, WrongTenant],
    };

    public static DoorDescription Rotate { get; } = new("rotateWebhookSecret", DoorGroups.Webhooks, "Makes a new secret")
    {
        Detail = "The one before signs beside it for 24 hours (`Notifier:RotationOverlap`), so that receivers may change over at any time meanwhile.",
        IdMeaning = Id,
        Query = [Tenant],
        Answers = [new(200, "The new one.", typeof(WebhookSecretView)) { Headers = [NoStore] }],
        Refusals = [NotFound, OtherTenant, WrongTenant, new(409, "Three from before still sign.", "webhook.rotated_too_often")],
    };

    public static DoorDescription Deliveries { get; } = new("listWebhookDeliveries", DoorGroups.Webhooks, "Lists what was sent, newest first")
    {
        IdMeaning = Id,
        Query =
        [
            Tenant, new("status", "Only those.") { Words = DeliveryStatus.All },
            new("created_after", "Made at this time or later.") { Format = "date-time" }, new("created_before", "Made before this time.") { Format = "date-time" }, .. OfPages,
        ],
        Answers = [new(200, "A page.", typeof(DeliveryPageView))],
        Refusals =
        [
            NotFound, OtherTenant,
            new(400, "A parameter is not as documented.", "query.limit", "query.cursor", "query.status", "query.created_after", "query.created_before", "query.tenant"),
        ],
    };

    public static DoorDescription Delivery { get; } = new("getWebhookDelivery", DoorGroups.Webhooks, "Shows what was sent, and what became of it")
    {
        IdMeaning = OfDelivery, Query = [Tenant], Answers = [new(200, "It, with its body.", typeof(DeliveryView))], Refusals = [NotFound, NoDelivery, OtherTenant, WrongTenant],
    };

    public static DoorDescription Redeliver { get; } = new("redeliverWebhook", DoorGroups.Webhooks, "Sends one again")
    {
        Detail = "Under the same id, at once, and by the whole schedule if that fails.",
        IdMeaning = OfDelivery,
        Query = [Tenant],
        Answers = [new(202, "It is sent.", typeof(DeliveryView))],
        Refusals = [NotFound, NoDelivery, OtherTenant, WrongTenant, Disabled, TooSoon],
    };

    public static DoorDescription RedeliverMany { get; } = new("redeliverWebhooks", DoorGroups.Webhooks, "Sends those of a time again")
    {
        Detail = "Each call looks at 200 of them, the newest first; go on with `next`.",
        IdMeaning = Id,
        Query = [Tenant],
        Body = new(typeof(RedeliverRequest), "Which.")
        {
            Examples = new Dictionary<string, string> { ["since a time"] = """{"created_after": "2026-11-30T09:00:00Z"}""" },
        },
        Answers = [new(200, "How many.", typeof(RedeliverView))],
        Refusals =
        [
            .. OfBodies, new(400, "A parameter is not as documented.", "query.tenant", "query.cursor"), NotFound, OtherTenant, Disabled, TooSoon,
            new(422, "A member breaks a rule.", "redeliver.created_after", "redeliver.status"),
        ],
    };
}
