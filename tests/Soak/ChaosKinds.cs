namespace Wan.Soak;

/// <summary>What may happen in a run.</summary>
[Flags]
internal enum ChaosKinds
{
    /// <summary>Orders only.</summary>
    None = 0,

    /// <summary>Processes die and freeze, anywhere.</summary>
    Processes = 1,

    /// <summary>Submitters alone die and freeze, at the steps of a POST.</summary>
    Submitters = 2,

    /// <summary>Everything that the simulated vendor can do wrong.</summary>
    VendorFaults = 4,

    /// <summary>The vendor's answers to POSTs are lost.</summary>
    LostAnswers = 8,

    /// <summary>Somebody else works on the same account.</summary>
    ForeignClient = 16,

    /// <summary>The broker dies.</summary>
    Broker = 32,

    /// <summary>The clock of a process is wrong.</summary>
    Clocks = 64,

    /// <summary>The disk of the archive is full.</summary>
    Disk = 128,

    /// <summary>Somebody sends messages and requests to our doors that are none.</summary>
    OddMessages = 256,

    /// <summary>Somebody else has queues and exchanges on our broker, and declares ours otherwise.</summary>
    ForeignDeclarations = 512,

    /// <summary>The broker lacks memory or disk.</summary>
    BrokerAlarms = 1024,

    /// <summary>All of it.</summary>
    All = Processes | VendorFaults | ForeignClient | Broker | Clocks | Disk | OddMessages | ForeignDeclarations | BrokerAlarms,
}
