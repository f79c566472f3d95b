using MassTransit;
using Wan.Contracts;
using Wan.Notifier.Feed;

namespace Wan.Notifier;

/// <summary>Keeps that a video is at risk, which Archiver says at least once and no document of Intake does, and which is told with the next look.</summary>
internal sealed class ArchivingAtRiskConsumer(RiskNotices notices) : IConsumer<ArchivingAtRisk>
{
    public Task Consume(ConsumeContext<ArchivingAtRisk> context) => notices.KeepAsync(context.Message, context.CancellationToken);
}
