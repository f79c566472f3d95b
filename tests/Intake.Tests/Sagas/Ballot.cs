using System.Text.Json.Serialization;
using MassTransit;
using Wan.Storage;

namespace Wan.Intake.Tests.Sagas;

/// <summary>The saga that these tests store: counts its votes until it is closed.</summary>
public sealed class Ballot : SagaStateMachineInstance, IDocument
{
    [JsonIgnore]
    public string Id => CorrelationId.ToString();

    public Guid CorrelationId { get; set; }

    public long Version { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    public DateTimeOffset? DueAt { get; set; }

    public string State { get; set; } = "";

    public int Votes { get; set; }
}

public sealed record OpenBallot(Guid BallotId);

public sealed record Vote(Guid BallotId);

public sealed record CloseBallot(Guid BallotId);

public sealed record BallotClosed(Guid BallotId, int Votes);

internal sealed class BallotStateMachine : MassTransitStateMachine<Ballot>
{
    public BallotStateMachine()
    {
        InstanceState(ballot => ballot.State);
        Event(() => Opened, e => e.CorrelateById(message => message.Message.BallotId));
        Event(() => Voted, e => e.CorrelateById(message => message.Message.BallotId).OnMissingInstance(missing => missing.Fault()));
        Event(() => Closing, e => e.CorrelateById(message => message.Message.BallotId).OnMissingInstance(missing => missing.Fault()));

        Initially(When(Opened).Then(opened => opened.Saga.CreatedAt = DateTimeOffset.UtcNow).TransitionTo(Open));
        During(Open,
            Ignore(Opened),
            When(Voted).Then(voted => voted.Saga.Votes++),
            When(Closing).TransitionTo(Closed).Publish(closing => new BallotClosed(closing.Saga.CorrelationId, closing.Saga.Votes)));
        During(Closed, Ignore(Opened), Ignore(Voted), Ignore(Closing));
    }

    public State Open { get; private set; } = null!;

    public State Closed { get; private set; } = null!;

    public Event<OpenBallot> Opened { get; private set; } = null!;

    public Event<Vote> Voted { get; private set; } = null!;

    public Event<CloseBallot> Closing { get; private set; } = null!;
}

[JsonSerializable(typeof(Ballot))]
internal sealed partial class BallotJson : JsonSerializerContext;
