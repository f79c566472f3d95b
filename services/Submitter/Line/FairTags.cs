namespace Wan.Submitter.Line;

/// <summary>
/// Start-time fair queueing (Goyal, Vin and Cheng, 1996) over tenants inside a priority. Every generation costs the same; a
/// generation's tag is the later of the virtual time now and the end of its tenant's previous one, and the lowest tag goes first.
/// </summary>
internal static class FairTags
{
    /// <summary>What one generation of a tenant of weight 1 takes, in virtual time.</summary>
    public const long Cost = 1_000_000;

    /// <summary>Tags one more generation of a tenant, and remembers it in the line.</summary>
    /// <param name="line">The model's line; changed.</param>
    /// <param name="priority">As <see cref="Priorities"/> counts.</param>
    /// <param name="tenant">Whose.</param>
    /// <param name="weight">The tenant's share, above 0.</param>
    /// <param name="virtualTime">The highest tag that has started in this priority.</param>
    /// <returns>The tag.</returns>
    public static long Next(LineState line, int priority, string tenant, double weight, long virtualTime)
    {
        var finish = line.Finish[priority];
        var tag = Math.Max(virtualTime, finish.GetValueOrDefault(tenant));
        finish[tenant] = tag + (long)Math.Max(1, Cost / weight);
        return tag;
    }

    /// <summary>Forgets tenants whose promises lie in the past: they would start at the virtual time anyway.</summary>
    public static void Forget(LineState line, int priority, long virtualTime)
    {
        var finish = line.Finish[priority];
        foreach (var tenant in finish.Where(pair => pair.Value <= virtualTime).Select(pair => pair.Key).ToList())
            finish.Remove(tenant);
    }
}
