using System.Security.Cryptography;

namespace Wan.Storage.Calls;

/// <summary>Ids of writes.</summary>
internal static class WriteIds
{
    /// <summary>One that no other write has: 64 random bits, and never asked for but of one document.</summary>
    public static long Next()
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        RandomNumberGenerator.Fill(bytes);
        return BitConverter.ToInt64(bytes);
    }
}
