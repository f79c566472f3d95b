namespace Wan.Simulator;

/// <summary>Chance that can be repeated: the same number for the same seed and place, whatever else was drawn (SplitMix64).</summary>
internal static class SeededDraw
{
    /// <summary>Even in 0 (included) to 1 (excluded).</summary>
    public static double At(int seed, long place)
    {
        var bits = unchecked((((ulong)(uint)seed << 32) + (ulong)place + 1) * 0x9E3779B97F4A7C15);
        bits = (bits ^ (bits >> 30)) * 0xBF58476D1CE4E5B9;
        bits = (bits ^ (bits >> 27)) * 0x94D049BB133111EB;
        return ((bits ^ (bits >> 31)) >> 11) * Math.Pow(2, -53);
    }
}
