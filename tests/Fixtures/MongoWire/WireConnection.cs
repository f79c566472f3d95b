using System.Net.Sockets;
using MongoDB.Bson;

namespace Wan.Fixtures.MongoWire;

/// <summary>One client's connection: a command at a time.</summary>
internal sealed class WireConnection(MongoWireServer server, TcpClient client)
{
    private static int numbers;

    private readonly NetworkStream stream = client.GetStream();

    /// <summary>Serves it until one end cuts it. Never throws.</summary>
    public async Task ServeAsync(CancellationToken cancellationToken)
    {
        using var ended = client;
        client.NoDelay = true;
        try
        {
            while (await WireMessage.ReadAsync(stream, cancellationToken) is { } command)
            {
                if (command.IsHello && command.Body.Contains("maxAwaitTimeMS"))
                    await AwaitHelloAsync(command, cancellationToken);
                else if (!await RunAsync(command, cancellationToken))
                    return;
            }
        }
        catch (InvalidDataException exception)
        {
            server.Refuse(exception.Message);
        }
        catch (Exception exception) when (exception is IOException or SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // The client has gone, or the server is to be dead.
        }
    }

    private async Task<bool> RunAsync(WireCommand command, CancellationToken cancellationToken)
    {
        server.Begin(command);
        try
        {
            return await AnswerAsync(command, cancellationToken);
        }
        finally
        {
            server.End();
        }
    }

    // Whether the connection stays.
    private async Task<bool> AnswerAsync(WireCommand command, CancellationToken cancellationToken)
    {
        var fault = server.Faults.Take(command);
        switch (fault?.Kind)
        {
            case FaultKind.CutBefore:
                return false;
            case FaultKind.AnswerLost:
                server.Run(command);
                return false;
            case FaultKind.SilentAfter:
                server.Run(command);
                await UntilCutAsync(cancellationToken);
                return false;
            case FaultKind.SilentBefore:
                await UntilCutAsync(cancellationToken);
                return false;
            case FaultKind.Slow when command.MaxTime < fault.Delay:
                await Task.Delay(command.MaxTime.Value, cancellationToken);
                await SendAsync(command, new CommandException(50, "MaxTimeMSExpired", "operation exceeded time limit").Answer(), cancellationToken);
                return true;
            case FaultKind.Slow:
                await Task.Delay(fault.Delay, cancellationToken);
                break;
            case FaultKind.NotPrimary or FaultKind.Interrupted or FaultKind.InterruptedAtShutdown:
                await SendAsync(command, FaultAnswers.Refusal(fault.Kind, command, server.StepDown()), cancellationToken);
                return true;
        }

        var answer = server.Run(command);
        if (command.IsWrite && fault?.Kind is FaultKind.WriteConcernTimeout or FaultKind.WriteConcernInterrupted)
            FaultAnswers.AddWriteConcernError(fault.Kind, command, answer, server);
        if (!command.WantsNoAnswer)
            await SendAsync(command, answer, cancellationToken);
        return true;
    }

    // https://github.com/mongodb/specifications/blob/master/source/server-discovery-and-monitoring/server-monitoring.md
    private async Task AwaitHelloAsync(WireCommand command, CancellationToken cancellationToken)
    {
        var (asked, responseTo) = (command, command.RequestId);
        while (true)
        {
            if (server.Faults.Take(command)?.Kind is { } kind)
            {
                if (kind is FaultKind.SilentBefore or FaultKind.SilentAfter)
                    await UntilCutAsync(cancellationToken);
                throw new IOException("The double cuts the monitor's connection.");
            }

            await server.WaitForChangeAsync(asked, cancellationToken);
            var answer = server.Run(asked);
            responseTo = await SendAsync(command, answer, cancellationToken, responseTo, command.AllowsExhaust);
            if (!command.AllowsExhaust)
                return;
            asked = asked with { Body = new BsonDocument(asked.Body) { ["topologyVersion"] = answer["topologyVersion"] } };
        }
    }

    private async Task<int> SendAsync(
        WireCommand command, BsonDocument answer, CancellationToken cancellationToken, int? responseTo = null, bool hasMore = false)
    {
        var id = Interlocked.Increment(ref numbers);
        await stream.WriteAsync(WireMessage.Write(command, answer, id, responseTo ?? command.RequestId, hasMore), cancellationToken);
        return id;
    }

    private async Task UntilCutAsync(CancellationToken cancellationToken)
    {
        var ignored = new byte[1];
        while (await stream.ReadAsync(ignored, cancellationToken) > 0)
        {
            // A silent server takes what comes.
        }
    }
}
