using Microsoft.AspNetCore.Http;
using Wan.Hosting.Doors.Access;

namespace Wan.Hosting.Tests.Doors.Access;

/// <summary>What a signature is good for, and nothing else.</summary>
public sealed class SignedAddressTests
{
    private const string Path = "/v1/generations/01920000-0000-7000-8000-000000000000/video";

    private static readonly byte[] Key = [.. Enumerable.Range(0, 32).Select(number => (byte)number)];
    private static readonly DateTimeOffset Now = new(2026, 11, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly string Query = SignedAddress.Query(Key, "GET", Path, Now.AddMinutes(5));

    [Theory]
    [InlineData("GET", 0)]
    [InlineData("HEAD", 0)]
    [InlineData("get", 299)]
    public void It_is_good_for_its_path_by_its_method_in_its_time(string method, int seconds) =>
        SignedAddress.Judge(Key, Request(method, Path, Query), Now.AddSeconds(seconds)).Requester.ShouldNotBeNull();

    [Theory]
    [InlineData("POST", Path)]
    [InlineData("DELETE", Path)]
    [InlineData("OPTIONS", Path)]
    [InlineData("GET", Path + "/")]
    [InlineData("GET", Path + "/link")]
    [InlineData("GET", "")]
    [InlineData("GET", "/v1/generations/01920000-0000-7000-8000-000000000001/video")]
    public void It_is_good_for_no_other(string method, string path) => Code(Request(method, path, Query)).ShouldBe("auth.unknown");

    [Fact]
    public void It_ends()
    {
        Code(Request("GET", Path, Query), Now.AddMinutes(5)).ShouldBe("auth.expired");
        Code(Request("GET", Path, Query), Now.AddYears(100)).ShouldBe("auth.expired");
    }

    [Fact]
    public void No_character_of_it_can_be_another()
    {
        for (var index = 1; index < Query.Length; index++)
        {
            var changed = Query[..index] + (Query[index] == '1' ? '2' : '1') + Query[(index + 1)..];
            Code(Request("GET", Path, changed)).ShouldBe("auth.unknown", changed);
        }
    }

    [Fact]
    public void Another_key_signs_otherwise() =>
        SignedAddress.Judge([.. Key.Reverse()], Request("GET", Path, Query), Now).Refusal!.Code.ShouldBe("auth.unknown");

    [Theory]
    [InlineData("&limit=1")]
    [InlineData("&expires=1")]
    [InlineData("&signature=")]
    [InlineData("&Expires=9999999999")]
    public void Beside_it_nothing_else_may_stand(string more) => Code(Request("GET", Path, Query + more)).ShouldBe("auth.unknown");

    private static string Code(HttpRequest request, DateTimeOffset? now = null) => SignedAddress.Judge(Key, request, now ?? Now).Refusal!.Code;

    private static HttpRequest Request(string method, string path, string query)
    {
        var request = new DefaultHttpContext().Request;
        (request.Method, request.Path, request.QueryString) = (method, path, new QueryString(query));
        return request;
    }
}
