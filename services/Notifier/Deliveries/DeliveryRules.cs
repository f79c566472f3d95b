using System.Security.Cryptography;
using System.Text;
using Wan.Notifier.Lanes;

namespace Wan.Notifier.Deliveries;

/// <summary>When a webhook is sent, and what an answer makes of it. Pure.</summary>
internal static class DeliveryRules
{
    /// <summary>
    /// How long after a failed attempt the next one is made, by how many there were: with the first, at once, the schedule of the Standard Webhooks specification. Each is up to a fifth longer, so
    /// that those of a receiver that was away don't all come back at once.
    /// </summary>
    public static IReadOnlyList<TimeSpan> Waits { get; } =
    [
        TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(30), TimeSpan.FromHours(2), TimeSpan.FromHours(5), TimeSpan.FromHours(10), TimeSpan.FromHours(14),
        TimeSpan.FromHours(20), TimeSpan.FromHours(24),
    ];

    /// <summary>The furthest ahead that one may be due.</summary>
    public static TimeSpan Furthest { get; } = TimeSpan.FromHours(30);

    /// <summary>Between two times that one is asked for again.</summary>
    public static TimeSpan BetweenRedeliveries { get; } = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan LongestRetryAfter = TimeSpan.FromHours(24);

    /// <summary>The id of an event for a receiver.</summary>
    /// <param name="generationId">Whose event.</param>
    /// <param name="what">Which of its events.</param>
    /// <param name="receiver">The endpoint.</param>
    public static string IdOf(string generationId, string what, string receiver) =>
        $"msg_{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{generationId}\n{what}\n{receiver}")))[..32]}";

    /// <summary>Notes an attempt, and what follows of it.</summary>
    /// <param name="delivery">The delivery.</param>
    /// <param name="outcome">What came of it.</param>
    /// <param name="begun">When it began.</param>
    /// <param name="now">When it ended.</param>
    /// <param name="jitter">0 to 1.</param>
    public static void Apply(Delivery delivery, SendOutcome outcome, DateTimeOffset begun, DateTimeOffset now, double jitter)
    {
        delivery.Note(new Attempt
        {
            At = begun, Outcome = outcome.Word, Status = outcome.Status, Detail = outcome.Detail, Milliseconds = (int)Math.Clamp((now - begun).TotalMilliseconds, 0, int.MaxValue),
        });
        if (outcome.IsSuccess)
            (delivery.Status, delivery.DueAt) = (DeliveryStatus.Delivered, null);
        else if (outcome.IsFinal || delivery.Tries > Waits.Count)
            (delivery.Status, delivery.DueAt) = (DeliveryStatus.Failed, null);
        else
            delivery.DueAt = now + Wait(delivery.Tries, outcome.RetryAfter, jitter);
    }

    /// <summary>How long after so many attempts the next one is made.</summary>
    public static TimeSpan Wait(int tries, TimeSpan? retryAfter, double jitter)
    {
        var wait = Waits[Math.Clamp(tries, 1, Waits.Count) - 1] * (1 + (jitter / 5));
        var asked = retryAfter is { } time && time > LongestRetryAfter ? LongestRetryAfter : retryAfter ?? TimeSpan.Zero;
        return wait > asked ? wait : asked;
    }

    /// <summary>It is not sent, since nothing is sent there.</summary>
    public static void Hold(Delivery delivery) => (delivery.Status, delivery.DueAt) = (DeliveryStatus.Held, null);

    /// <summary>It is sent at once, and by the whole schedule from there on.</summary>
    /// <returns>False if that was asked for just now: nothing is changed.</returns>
    public static bool Redeliver(Delivery delivery, DateTimeOffset now)
    {
        if (delivery.RedeliveredAt is { } last && last <= now && now - last < BetweenRedeliveries)
            return false;
        (delivery.Status, delivery.DueAt, delivery.Tries, delivery.RedeliveredAt) = (DeliveryStatus.Pending, now, 0, now);
        return true;
    }
}
