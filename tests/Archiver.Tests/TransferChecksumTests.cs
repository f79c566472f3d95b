using System.IO.Hashing;
using Wan.Archiver.Download;

namespace Wan.Archiver.Tests;

public sealed class TransferChecksumTests
{
    [Fact]
    public void The_checksum_is_the_one_of_the_object_storage()
    {
        // The check value of CRC-64/XZ in every catalogue.
        Crc64.HashToUInt64(TransferChecksum.Xz, "123456789"u8).ShouldBe(0x995DC9BBDF1939FAul);
    }
}
