using MassTransit;
using Wan.Contracts;
using Wan.Notifier.Feed;

namespace Wan.Notifier;

/// <summary>Keeps that a video is at risk, which Archiver says at least once and no document of Intake does, and has it told.</summary>
internal sealed class ArchivingAtRiskConsumer(RiskNotices notices, FeedSignal signal) : IConsumer<ArchivingAtRisk>
{
    public async Task Consume(ConsumeContext<ArchivingAtRisk> context)
    {
        await notices.KeepAsync(context.Message, context.CancellationToken);
        signal.Raise();
    }
}
