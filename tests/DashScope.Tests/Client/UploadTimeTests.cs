using Wan.DashScope.Uploads;

namespace Wan.DashScope.Tests.Client;

/// <summary>How long an upload may take.</summary>
public sealed class UploadTimeTests
{
    [Theory]
    [InlineData(2_000, "00:15:00", "00:01:00.0195312")]
    [InlineData(10_240_000, "00:15:00", "00:02:40")]
    [InlineData(104_857_600, "00:15:00", "00:15:00")]
    [InlineData(2_000, "00:00:05", "00:00:05")]
    public void A_small_file_has_a_minute_and_no_file_more_than_is_set(long bytes, string most, string time) =>
        DashScopeUploads.TimeoutOf(bytes, TimeSpan.Parse(most)).ShouldBe(TimeSpan.Parse(time), TimeSpan.FromMilliseconds(1));
}
