using Wan.Hosting.Doors;

namespace Wan.Hosting.Tests.Doors;

public sealed class ConnectionLimitTests
{
    [Theory]
    [InlineData("300                  4096                 files", 2000, 150)]
    [InlineData("1048576              1048576              files", 2000, 2000)]
    [InlineData("unlimited            unlimited            files", 2000, 2000)]
    [InlineData("1                    1                    files", 2000, 1)]
    public void Half_of_the_files_is_left_to_everything_else(string files, int wanted, int most) => ConnectionLimit
        .Of(wanted, ["Limit                     Soft Limit           Hard Limit           Units", $"Max open files            {files}"])
        .ShouldBe(most);
}
