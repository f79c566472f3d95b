using MassTransit;
using Wan.Contracts;
using Wan.Submitter.Line;

namespace Wan.Submitter;

/// <summary>An Archiver says whether it could keep another video.</summary>
internal sealed class ArchiveRoomReportedConsumer(ArchiveRooms rooms, DispatchSignal signal) : IConsumer<ArchiveRoomReported>
{
    public async Task Consume(ConsumeContext<ArchiveRoomReported> context)
    {
        if (await rooms.TakeAsync(context.Message))
            signal.Raise();
    }
}
