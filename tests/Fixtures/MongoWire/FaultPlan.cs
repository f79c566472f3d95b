namespace Wan.Fixtures.MongoWire;

/// <summary>The faults that were asked for.</summary>
internal sealed class FaultPlan
{
    private readonly List<Fault> faults = [];

    public Fault Add(Fault fault)
    {
        lock (faults)
            faults.Add(fault);
        return fault;
    }

    /// <summary>The fault that this command meets, if any.</summary>
    public Fault? Take(WireCommand command)
    {
        lock (faults)
            return faults.Find(fault => fault.Takes(command));
    }
}
