using System.Net;
using Wan.DashScope.Client;

namespace Wan.DashScope.Tests;

public sealed class OutsideProxyTests
{
    private static readonly Uri Proxy = new("http://proxy.example:3128");
    private readonly OutsideProxy proxy = new(new WebProxy(Proxy));

    [Theory]
    [InlineData("http://127.0.0.1:9000/api/v1")]
    [InlineData("http://localhost:9000/api/v1")]
    [InlineData("http://[::1]:9000/api/v1")]
    public void This_machine_is_reached_directly(string address) => proxy.IsBypassed(new Uri(address)).ShouldBeTrue();

    [Fact]
    public void Everything_else_goes_through_the_proxy()
    {
        proxy.IsBypassed(new Uri("https://dashscope.aliyuncs.com/api/v1")).ShouldBeFalse();
        proxy.GetProxy(new Uri("https://dashscope.aliyuncs.com/api/v1")).ShouldBe(Proxy);
    }
}
