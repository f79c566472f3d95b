using System.Globalization;
using Wan.Contracts;
using Wan.Hosting.Doors;

namespace Wan.Notifier.Doors;

/// <summary>Refusals of the doors of webhooks.</summary>
internal static class Problems
{
    /// <summary>The same for another tenant's and for one that never was.</summary>
    public static IResult NoEndpoint(string id) => DoorProblems.Of(404, "There is no such endpoint.", $"No webhook endpoint has the id '{id}'.",
        [Error("webhook.not_found", "/id", $"No webhook endpoint has the id '{id}'.")]);

    public static IResult NoDelivery(string id) => DoorProblems.Of(404, "There is no such delivery.", $"No delivery of this endpoint has the id '{id}'. They are kept for as long as Storage:KeepFinishedFor says.",
        [Error("delivery.not_found", "/delivery", $"No delivery of this endpoint has the id '{id}'.")]);

    public static IResult TooMany(int most) => Conflict("There are too many endpoints.", "webhook.too_many", $"The tenant has {most} endpoints already, and may have no more. Delete one, or have an endpoint hear of more events.");

    public static IResult NotOfCallbacks() => Conflict("The callbacks have no address.", "webhook.callbacks", "Where callbacks go, each request says itself (callback_url); of callbacks there is the secret and the log alone.");

    public static IResult Disabled() => Conflict("The endpoint is disabled.", "webhook.disabled", "Nothing is sent to a disabled endpoint. Enable it first (PATCH with disabled false).");

    public static IResult RotatedTooOften(int most) => Conflict(
        "The secret was rotated too often.", "webhook.rotated_too_often", $"{most} earlier secrets still sign beside the newest. Rotate again once the time of one is over.");

    public static IResult TooSoon(HttpContext context, TimeSpan wait)
    {
        context.Response.Headers.RetryAfter = Math.Max(1, Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        var message = string.Create(CultureInfo.InvariantCulture, $"That was asked for less than {wait.TotalSeconds:0} s ago. Ask again after that.");
        return DoorProblems.Of(429, "It was asked for just now.", message, [Error("delivery.too_soon", "", message)]);
    }

    public static Finding Error(string code, string pointer, string message) => DoorProblems.Error(code, pointer, message);

    private static IResult Conflict(string title, string code, string message) => DoorProblems.Of(409, title, message, [Error(code, "", message)]);
}
