using System.Globalization;
using System.Text.Json;
using Wan.Contracts;
using Wan.Notifier.Endpoints;
using Wan.Storage;

namespace Wan.Notifier.Feed;

/// <summary>Tells of videos at risk.</summary>
internal sealed class RiskNotices(IDocuments<RiskNotice> notices, IGenerationChanges generations, Subscriptions subscriptions, TimeProvider time)
{
    private const int Batch = 100;

    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(1);

    /// <summary>Keeps what a message says until it is told.</summary>
    public Task KeepAsync(ArchivingAtRisk message, CancellationToken cancellationToken) => notices.InsertAsync(
        new RiskNotice
        {
            Id = string.Create(CultureInfo.InvariantCulture, $"{message.GenerationId}.{message.UrlExpiresAt.UtcTicks}"),
            CreatedAt = time.GetUtcNow(),
            DueAt = time.GetUtcNow(),
            GenerationId = message.GenerationId,
            UrlExpiresAt = message.UrlExpiresAt,
            Reason = message.Reason,
        },
        cancellationToken);

    /// <summary>Tells what is not told yet.</summary>
    public async Task TellAsync(CancellationToken cancellationToken)
    {
        foreach (var notice in await notices.ClaimDueAsync(new DueClaim { Now = time.GetUtcNow(), Lease = Lease, Limit = Batch }, cancellationToken))
        {
            if (await generations.FindAsync(notice.GenerationId, cancellationToken) is { } now)
            {
                var change = now with { Type = WebhookTypes.AtRisk, At = notice.CreatedAt, What = $"at_risk {notice.UrlExpiresAt.UtcTicks}", Body = BodyOf(now.Body, notice) };
                await subscriptions.DeliverAsync([change], cancellationToken);
            }

            notice.DueAt = null;
            await notices.ReplaceAsync(notice, cancellationToken);
        }
    }

    private static string BodyOf(string now, RiskNotice notice)
    {
        var risk = JsonSerializer.Serialize(new AtRisk { UrlExpiresAt = notice.UrlExpiresAt, Reason = notice.Reason }, NotifierJson.Default.AtRisk);
        using var body = JsonDocument.Parse(now, new JsonDocumentOptions { MaxDepth = 128 });
        var data = body.RootElement.GetProperty("data").GetRawText(); // An object that is not empty.
        var at = JsonSerializer.Serialize(notice.CreatedAt, NotifierJson.Default.DateTimeOffset);
        return $"{{\"type\":\"{WebhookTypes.AtRisk}\",\"timestamp\":{at},\"data\":{data[..^1]},\"at_risk\":{risk}}}}}";
    }
}
