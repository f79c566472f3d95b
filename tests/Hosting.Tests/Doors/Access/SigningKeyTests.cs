using Microsoft.Extensions.Options;
using Wan.Fixtures;
using Wan.Hosting.Doors.Access;
using Wan.Storage;

namespace Wan.Hosting.Tests.Doors.Access;

/// <summary>The secret that the services share: set, or in a file that appears at any time.</summary>
public sealed class SigningKeyTests : IDisposable
{
    private static readonly string Secret = Convert.ToBase64String(new byte[32]);

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void It_is_made_once_for_its_owner_alone_and_whole()
    {
        var keys = Enumerable.Range(0, 20).Select(_ => Key()).ToList();
        Parallel.ForEach(keys, key => key.Ensure());

        keys.Select(key => Convert.ToHexString(key.Current!)).Distinct().ShouldHaveSingleItem().Length.ShouldBe(64);
        Directory.GetFiles(folder.Path).ShouldBe([folder.File("signing.key")]);
        if (!OperatingSystem.IsWindows())
            File.GetUnixFileMode(folder.File("signing.key")).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    [Fact]
    public void Whoever_asks_while_it_is_read_does_not_take_it_for_missing()
    {
        Key().Ensure();
        for (var round = 0; round < 50; round++)
        {
            var (key, found) = (Key(), 0);
            using var together = new Barrier(4);
            Thread[] threads = [.. Enumerable.Range(0, 4).Select(_ => new Thread(() =>
            {
                together.SignalAndWait();
                if (key.Current is not null)
                    Interlocked.Increment(ref found);
            }))];
            Array.ForEach(threads, thread => thread.Start());
            Array.ForEach(threads, thread => thread.Join());
            found.ShouldBe(4);
        }
    }

    [Fact]
    public async Task One_that_appears_later_is_found_and_stays_known()
    {
        var key = Key();
        key.Current.ShouldBeNull();
        Key().Ensure();

        await Eventually.UntilAsync(() => key.Current is not null, "found");
        File.Delete(folder.File("signing.key"));
        key.Current.ShouldNotBeNull();
    }

    [Theory]
    [InlineData("")]
    [InlineData("nonsense!")]
    [InlineData("AAAA")]
    public async Task A_file_that_holds_none_lets_nobody_in(string content)
    {
        await File.WriteAllTextAsync(folder.File("signing.key"), content);

        Should.Throw<StorageUnavailableException>(() => Key().Current).Message.ShouldContain(folder.File("signing.key"));
        Should.Throw<StorageUnavailableException>(() => Key().Ensure());
    }

    [Fact]
    public void One_that_is_set_counts_and_no_file_is_made()
    {
        var key = Key(Secret);
        key.Ensure();

        key.Current.ShouldBe(new byte[32]);
        Directory.GetFiles(folder.Path).ShouldBeEmpty();
    }

    [Fact]
    public void Where_the_store_is_a_server_it_must_be_set()
    {
        var key = Key(null, StorageOptions.MongoDbProvider);

        key.Current.ShouldBeNull();
        Should.Throw<ConfigurationProblemException>(key.Ensure).Message.ShouldContain("openssl rand -base64 32");
        Key(Secret, StorageOptions.MongoDbProvider).Current.ShouldNotBeNull();
    }

    [Theory]
    [InlineData(null, true)]
    [InlineData("", true)]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=", true)]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA==", false)]
    [InlineData("correct horse battery staple, and more than 32 of them", false)]
    public void A_setting_that_is_too_short_or_no_base64_is_refused_without_showing_it(string? secret, bool isGood)
    {
        var result = new AuthOptionsValidator().Validate(null, new AuthOptions { SigningKey = secret });

        result.Succeeded.ShouldBe(isGood);
        if (!isGood)
            result.FailureMessage!.ShouldNotContain(secret!);
    }

    private SigningKey Key(string? secret = null, string provider = StorageOptions.SqliteProvider) => new(
        Options.Create(new AuthOptions { SigningKey = secret }), Options.Create(new StorageOptions { Provider = provider, Directory = folder.Path }), TimeProvider.System);
}
