using System.Security.Cryptography;

namespace Wan.Standalone.Tests.Gateway;

/// <summary>Files to upload.</summary>
internal static class TestFiles
{
    /// <summary>The least that is a JPEG image of 640 x 480, and no other's.</summary>
    public static byte[] Picture() => [0xFF, 0xD8, 0xFF, 0xC0, 0, 11, 8, 1, 0xE0, 2, 0x80, 1, 0, 0, 0, 0xFF, 0xDA, 0, 2, 1, 2, 3, 0xFF, 0xD9, .. RandomNumberGenerator.GetBytes(64)];
}
