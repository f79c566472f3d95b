namespace Wan.Intake;

/// <summary>A command to make a video as it came over the bus: bytes, which only the rules judge.</summary>
/// <param name="Body">Should be the command's JSON; whoever publishes may have sent anything.</param>
internal sealed record ReceivedCommand(ReadOnlyMemory<byte> Body);
