namespace Wan.Intake.Doors;

/// <summary>Places at this process for what takes a connection for long. The keys of a tenant get half of them, so that none leaves nothing to the others.</summary>
internal sealed class SharedRoom
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, int> ofTenants = new(StringComparer.Ordinal);
    private int taken;

    /// <summary>How many are taken.</summary>
    public int Taken => Volatile.Read(ref taken);

    /// <summary>Takes one.</summary>
    /// <param name="most">How many there are.</param>
    /// <param name="tenant">Whose key is shown; null if it is no tenant's.</param>
    /// <returns>To be disposed once it is free again; null if there is none.</returns>
    public IDisposable? Take(int most, string? tenant)
    {
        lock (gate)
        {
            var own = tenant is null ? 0 : ofTenants.GetValueOrDefault(tenant);
            if (taken >= most || own >= Math.Max(1, most / 2))
                return null;
            taken++;
            if (tenant is not null)
                ofTenants[tenant] = own + 1;
            return new Place(this, tenant);
        }
    }

    private void Leave(string? tenant)
    {
        lock (gate)
        {
            taken--;
            if (tenant is not null && --ofTenants[tenant] == 0)
                ofTenants.Remove(tenant);
        }
    }

    private sealed class Place(SharedRoom room, string? tenant) : IDisposable
    {
        private SharedRoom? room = room;

        public void Dispose() => Interlocked.Exchange(ref room, null)?.Leave(tenant);
    }
}
