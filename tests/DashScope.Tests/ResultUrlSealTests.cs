using Wan.DashScope.Accounts;

namespace Wan.DashScope.Tests;

public sealed class ResultUrlSealTests
{
    private static readonly Uri Url = new("https://dashscope-a717.oss-accelerate.aliyuncs.com/1d/x.mp4?Expires=1775225000&OSSAccessKeyId=LTAI&Signature=a%2Bb%3D");
    private static readonly DashScopeAccount Account = new() { Name = "default", ApiKey = "sk-0123456789", BaseUrl = new Uri("http://127.0.0.1/api/v1") };

    [Fact]
    public void A_seal_opens_to_the_same_url_character_by_character()
    {
        ResultUrlSeal.TryOpen(Account, ResultUrlSeal.Seal(Account, Url), out var opened).ShouldBeTrue();

        opened.OriginalString.ShouldBe(Url.OriginalString);
    }

    [Fact]
    public void A_seal_shows_nothing_of_the_url_and_never_looks_the_same_twice()
    {
        var seal = ResultUrlSeal.Seal(Account, Url);

        seal.ShouldMatch("^v1\\.[A-Za-z0-9_-]+$");
        seal.ShouldNotContain("Signature");
        ResultUrlSeal.Seal(Account, Url).ShouldNotBe(seal);
    }

    [Fact]
    public void Another_key_or_another_account_does_not_open_it()
    {
        var seal = ResultUrlSeal.Seal(Account, Url);

        ResultUrlSeal.TryOpen(Account with { ApiKey = "sk-other" }, seal, out _).ShouldBeFalse();
        ResultUrlSeal.TryOpen(Account with { Name = "second" }, seal, out _).ShouldBeFalse();
    }

    [Fact]
    public void A_seal_that_was_changed_anywhere_does_not_open()
    {
        var seal = ResultUrlSeal.Seal(Account, Url);

        for (var i = 0; i < seal.Length - 1; i++)
        {
            var changed = string.Concat(seal.AsSpan(0, i), seal[i] == 'A' ? "B" : "A", seal.AsSpan(i + 1));
            ResultUrlSeal.TryOpen(Account, changed, out var url).ShouldBeFalse($"character {i}");
            url.ShouldBeNull();
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("v1.")]
    [InlineData("v1.AAAA")]
    [InlineData("v2.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("v1.not base64!")]
    [InlineData("https://example.com/x.mp4")]
    public void What_is_no_seal_does_not_open(string text) => ResultUrlSeal.TryOpen(Account, text, out _).ShouldBeFalse();
}
