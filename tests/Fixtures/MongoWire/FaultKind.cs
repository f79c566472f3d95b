namespace Wan.Fixtures.MongoWire;

/// <summary>How a command goes wrong.</summary>
public enum FaultKind
{
    /// <summary>Done, then the connection is cut instead of an answer.</summary>
    AnswerLost,

    /// <summary>The connection is cut, and nothing is done.</summary>
    CutBefore,

    /// <summary>Done, and never answered; the connection stays open.</summary>
    SilentAfter,

    /// <summary>Neither done nor answered; the connection stays open.</summary>
    SilentBefore,

    /// <summary>Refused with 10107 (13435 for a read): it is no longer the primary, and refuses others too until it wins the next election a moment later.</summary>
    NotPrimary,

    /// <summary>Refused with 11600, as by a server that is shutting down.</summary>
    InterruptedAtShutdown,

    /// <summary>Refused with 11602, as by a server that is stepping down.</summary>
    Interrupted,

    /// <summary>Done, and answered with the write concern error 64: the majority did not confirm in time. A read is not touched.</summary>
    WriteConcernTimeout,

    /// <summary>Done, and answered with the write concern error 11602: the primary stepped down before the majority confirmed. A read is not touched.</summary>
    WriteConcernInterrupted,

    /// <summary>Done after a delay, even if the caller has gone by then; refused with 50 instead once the command's own <c>maxTimeMS</c> is over.</summary>
    Slow,
}
