namespace Wan.Storage.Tests;

public sealed class StorageOptionsTests
{
    [Theory]
    [InlineData("00:00:01", "00:00:00", "00:00:00")]
    [InlineData("00:00:08", "31.00:00:00", "365.00:00:00")]
    [InlineData("00:01:00", "2.00:00:00", "36500.00:00:00")]
    public void Times_in_their_range_are_taken(string timeout, string finished, string generations) => Problem(timeout, finished, generations).ShouldBeNull();

    [Theory]
    [InlineData("00:00:00.5", "31.00:00:00", "365.00:00:00", "Storage:Timeout")]
    [InlineData("00:01:01", "31.00:00:00", "365.00:00:00", "Storage:Timeout")]
    [InlineData("00:00:08", "1.23:00:00", "365.00:00:00", "Storage:KeepFinishedFor")]
    [InlineData("00:00:08", "-31.00:00:00", "365.00:00:00", "Storage:KeepFinishedFor")]
    [InlineData("00:00:08", "31.00:00:00", "00:10:00", "Storage:KeepGenerationsFor")]
    [InlineData("00:00:08", "31.00:00:00", "36501.00:00:00", "Storage:KeepGenerationsFor")]
    public void A_time_out_of_its_range_is_refused_by_its_name(string timeout, string finished, string generations, string key) =>
        Problem(timeout, finished, generations).ShouldNotBeNull().ShouldContain(key);

    private static string? Problem(string timeout, string finished, string generations) => new StorageOptionsValidator().Validate(null, new StorageOptions
    {
        Timeout = TimeSpan.Parse(timeout, System.Globalization.CultureInfo.InvariantCulture),
        KeepFinishedFor = TimeSpan.Parse(finished, System.Globalization.CultureInfo.InvariantCulture),
        KeepGenerationsFor = TimeSpan.Parse(generations, System.Globalization.CultureInfo.InvariantCulture),
    }).FailureMessage;
}
